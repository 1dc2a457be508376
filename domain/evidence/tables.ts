import type { EvaluationDocument, MetricValue, SliceEvaluation } from '../evaluation/evaluation-document.ts';
import type { GateResult } from '../gates/gate-result.ts';
import type { Metric } from '../manifest/gate-schema.ts';
import type { EvidenceDocument } from './evidence-document.ts';
import { type Html, html, scroller, shown, shownRange } from './html.ts';

const MARKS = { Passed: '✓', Failed: '✗', Inconclusive: '?', NoChampion: '–', TooSmall: '–' } as const;

/** A verdict in colour, with a mark and in words. */
export function badge(verdict: keyof typeof MARKS): Html {
  return html`<span class="verdict ${verdict}">${MARKS[verdict]} ${verdict}</span>`;
}

/** Every gate with its limit, what was measured, how surely, and the verdict. On a narrow page each is a card of named lines. */
export function gateTable(gates: readonly GateResult[]): Html {
  const rows = gates.map(
    ({ name, kind, mode, metric, limit, measured, interval, verdict, sentence }) => html`<tr>
<th scope="row">${name}<small>${kind} · ${mode}</small></th><td data-name="Metric">${metric}</td><td data-name="Limit">${limit}</td>
<td data-name="Measured" class="number">${shown(measured)}</td>
<td data-name="Interval" class="number">${interval === undefined ? '–' : shownRange(interval[0], interval[1])}</td><td>${badge(verdict)}</td></tr>
<tr class="sentence"><td colspan="6">${sentence}</td></tr>`,
  );
  return html`<table class="gates"><thead><tr><th>Gate</th><th>Metric</th><th>Limit</th><th class="number">Measured</th>
<th class="number">Interval</th><th>Verdict</th></tr></thead><tbody>${rows}</tbody></table>`;
}

/** Candidate and champion side by side. */
export function metricTable({ candidate, champion, differences }: EvaluationDocument): Html {
  const rows = (Object.keys(candidate.metrics) as Metric[]).map((metric) => {
    const [mine, theirs] = [candidate.metrics[metric], champion?.metrics[metric]];
    const compared = html`<td class="number">${shown(theirs?.value)}</td><td class="number">${range(theirs)}</td>
<td class="number">${shown(differences[metric]?.value)}</td><td class="number">${shown(differences[metric]?.standardError)}</td>`;
    return html`<tr><th scope="row">${metric}</th><td class="number">${shown(mine?.value)}</td><td class="number">${range(mine)}</td>
${champion === undefined ? null : compared}</tr>`;
  });
  const compared = html`<th class="number">Champion</th><th class="number">95 % bounds</th><th class="number">Difference</th>
<th class="number">Its error</th>`;
  const table = html`<table><thead><tr><th>Metric</th><th class="number">Candidate</th><th class="number">95 % bounds</th>
${champion === undefined ? null : compared}</tr></thead><tbody>${rows}</tbody></table>`;
  const difference =
    champion === undefined
      ? null
      : 'A difference is candidate minus champion on the same rows, turned so that higher is better.';
  return html`${scroller('Metrics', table)}<p class="note">${difference} Each bound holds with 95 % confidence by itself.
Errors are over clusters of rows that are not independent.</p>`;
}

function range(value: MetricValue | undefined): string {
  return shownRange(value?.low, value?.high);
}

/** The candidate against the pinned anchor, where one was scored. */
export function anchorTable({ evaluation, anchor }: EvidenceDocument): Html | null {
  const differences = Object.entries(evaluation.anchorDifferences ?? {});
  if (anchor === undefined || differences.length === 0) return null;
  const rows = differences.map(
    ([metric, { value, standardError }]) => html`<tr><th scope="row">${metric}</th>
<td class="number">${shown(value)}</td><td class="number">${shown(standardError)}</td></tr>`,
  );
  const table = html`<table><thead><tr><th>Metric</th><th class="number">Difference</th>
<th class="number">Its error</th></tr></thead><tbody>${rows}</tbody></table>`;
  return html`<h3>Against the anchor, version ${anchor.version}</h3>${scroller('Against the anchor', table)}
<p class="note">A person pinned this version: releases that are each a little worse may not add up against it.</p>`;
}

/** One line per slice, the metrics that were compared in it. */
export function sliceTable({ slices, kind }: EvaluationDocument, gates: readonly GateResult[]): Html {
  if (slices.length === 0) return html`<p class="note">No slices are declared.</p>`;
  const judged = gates.flatMap((gate) => gate.slices ?? []);
  const metrics = [...new Set(slices.flatMap((slice) => Object.keys(slice.differences) as Metric[]))];
  const own = OWN_METRICS[kind];
  const labelled = kind !== 'multiclass';
  const rows = slices.map((slice) => sliceRow(slice, { own, metrics, judged, labelled }));
  const table = html`<table><thead><tr><th>Slice</th><th class="number">Rows</th>${labelled ? html`<th class="number">Mean label</th>` : null}
${own.map((metric) => html`<th class="number">${metric}</th>`)}
${metrics.map((metric) => html`<th class="number">${metric} against champion</th>`)}
${judged.length === 0 ? null : html`<th>Verdict</th>`}</tr></thead><tbody>${rows}</tbody></table>`;
  return scroller('Slices', table);
}

const OWN_METRICS: Readonly<Record<EvaluationDocument['kind'], readonly Metric[]>> = {
  binary: ['auc', 'logLoss'],
  number: ['rmse', 'mae'],
  multiclass: ['accuracy', 'macroF1', 'logLoss'],
};

interface SliceColumns {
  readonly own: readonly Metric[];
  readonly metrics: readonly Metric[];
  readonly judged: NonNullable<GateResult['slices']>;
  /** Whether a mean of the label says anything. */
  readonly labelled: boolean;
}

function sliceRow(slice: SliceEvaluation, { own, metrics, judged, labelled }: SliceColumns): Html {
  const result = judged.find(({ column, value }) => column === slice.column && value === slice.value);
  return html`<tr><th scope="row">${slice.column} = ${slice.value}</th><td class="number">${slice.rows}</td>
${labelled ? html`<td class="number">${shown(slice.labelMean)}</td>` : null}
${own.map((metric) => html`<td class="number">${shown(slice.candidate[metric])}</td>`)}
${metrics.map((metric) => html`<td class="number">${shown(slice.differences[metric]?.value)}</td>`)}
${judged.length === 0 ? null : html`<td>${result === undefined ? null : badge(result.verdict)}</td>`}</tr>`;
}

/** Where the candidate lost most, found by search. */
export function worstSliceTable({ worstSlices }: EvaluationDocument): Html | null {
  if (worstSlices.length === 0) return null;
  const rows = worstSlices.map(
    ({
      slice,
      rows: count,
      difference,
      standardError,
      adjustedP,
    }) => html`<tr><th scope="row">${slice}</th><td class="number">${count}</td>
<td class="number">${shown(difference)}</td><td class="number">${shown(standardError)}</td><td class="number">${shown(adjustedP)}</td></tr>`,
  );
  const table = html`<table><thead><tr><th>Slice</th><th class="number">Rows</th>
<th class="number">Difference</th><th class="number">Its error</th><th class="number">Adjusted p</th></tr></thead><tbody>${rows}</tbody></table>`;
  return html`<h3>Worst slices found by search</h3>${scroller('Worst slices', table)}
<p class="note">Of every slice column and every pair of them, where log-loss (absolute error of a number) fell most against the champion. p is the chance of
so much loss where both are equal, adjusted for all that were searched. Shown only.</p>`;
}
