import type { GateResult } from '../gates/gate-result.ts';
import { type Html, html, scroller, shown } from './html.ts';
import { badge } from './tables.ts';

/** What the container made of each canned request, and where batch and real time disagree; nothing when no gate asked. */
export function servingTables(gates: readonly GateResult[]): Html | null {
  const parts = gates.flatMap((gate) => [requestTable(gate), disagreementTable(gate)]).filter((part) => part !== null);
  return parts.length === 0 ? null : html`<section><h2>Serving</h2>${parts}</section>`;
}

function requestTable({ name, requests = [] }: GateResult): Html | null {
  if (requests.length === 0) return null;
  const rows = requests.map(
    (
      request,
    ) => html`<tr><th scope="row">${request.name}</th><td>${request.expect}</td><td>${request.name} ${request.finding}</td>
<td>${badge(request.verdict)}</td></tr>`,
  );
  const head = html`<tr><th>Request</th><th>Expected</th><th>Answer</th><th>Verdict</th></tr>`;
  const table = html`<table><thead>${head}</thead><tbody>${rows}</tbody></table>`;
  return html`<h3>${name}: what the container answered</h3>${scroller(`${name}: answers`, table)}`;
}

function disagreementTable({ name, agreement }: GateResult): Html | null {
  if (agreement === undefined || agreement.disagreeing === 0) return null;
  const rows = agreement.examples.map(
    ({ rowId, batch, realTime, apart }) => html`<tr><th scope="row">${rowId}</th><td class="number">${batch}</td>
<td class="number">${realTime}</td><td class="number">${shown(apart)}</td></tr>`,
  );
  const heads = ['Batch', 'Real time', 'Apart'].map((head) => html`<th class="number">${head}</th>`);
  const table = html`<table><thead><tr><th>Row</th>${heads}</tr></thead><tbody>${rows}</tbody></table>`;
  return html`<h3>${name}: rows with different scores</h3>${scroller(`${name}: disagreements`, table)}
<p class="note">The ${agreement.examples.length} furthest apart of ${agreement.disagreeing} that disagree, ${agreement.rows} compared.</p>`;
}
