import type { GateResult } from '../gates/gate-result.ts';
import { type Html, html, shown } from './html.ts';
import { badge } from './tables.ts';

/** What the container made of each canned request, and where batch and real time disagree; nothing when no gate asked. */
export function servingTables(gates: readonly GateResult[]): Html | null {
  const parts = gates.flatMap((gate) => [requestTable(gate), disagreementTable(gate)]).filter((part) => part !== null);
  return parts.length === 0 ? null : html`<section><h2>Serving</h2>${parts}</section>`;
}

function requestTable({ name, requests = [] }: GateResult): Html | null {
  if (requests.length === 0) return null;
  const rows = requests.map(
    (request) => html`<tr><th scope="row">${request.name}</th><td>${request.expect}</td><td>${request.name} ${request.finding}</td>
<td>${badge(request.verdict)}</td></tr>`,
  );
  return html`<h3>${name}: what the container answered</h3><div class="scroll"><table><thead><tr><th>Request</th><th>Expected</th><th>Answer</th>
<th>Verdict</th></tr></thead><tbody>${rows}</tbody></table></div>`;
}

function disagreementTable({ name, agreement }: GateResult): Html | null {
  if (agreement === undefined || agreement.disagreeing === 0) return null;
  const rows = agreement.examples.map(
    ({ rowId, batch, realTime, apart }) => html`<tr><th scope="row">${rowId}</th><td class="number">${batch}</td>
<td class="number">${realTime}</td><td class="number">${shown(apart)}</td></tr>`,
  );
  return html`<h3>${name}: rows with different scores</h3><div class="scroll"><table><thead><tr><th>Row</th><th class="number">Batch</th>
<th class="number">Real time</th><th class="number">Apart</th></tr></thead><tbody>${rows}</tbody></table></div>
<p class="note">The ${agreement.examples.length} furthest apart of ${agreement.disagreeing} that disagree, ${agreement.rows} compared.</p>`;
}
