import { charts } from './charts.ts';
import { classTables } from './class-tables.ts';
import type { EvidenceDocument } from './evidence-document.ts';
import { type Html, html, scroller, shown } from './html.ts';
import { REPORT_STYLE } from './report-style.ts';
import { servingTables } from './serving-tables.ts';
import { anchorTable, badge, gateTable, metricTable, sliceTable, worstSliceTable } from './tables.ts';

/** The evidence as one HTML page that needs nothing else: no script, no font, no network. */
export function renderReport(evidence: EvidenceDocument): string {
  const { model, run, evaluation, gates } = evidence;
  return html`<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>${model}: ${evidence.verdict}, ${run}</title><style>${{ html: REPORT_STYLE }}</style></head>
<body>
<header><h1>${model}</h1><p class="lead">Run ${run}, judged ${evidence.at}</p>${summary(evidence)}</header>
<main>
<section><h2>Gates</h2>${scroller('Gates', gateTable(gates))}</section>
${servingTables(gates)}
<section><h2>Curves</h2>${legend(evidence)}<div class="charts">${charts(evaluation)}</div></section>
<section><h2>Metrics</h2>${metricTable(evaluation)}${calibrationNote(evidence)}${anchorTable(evidence)}</section>
${classTables(evaluation)}
<section><h2>Slices</h2>${sliceTable(evaluation, gates)}${worstSliceTable(evaluation)}</section>
<section><h2>Where it comes from</h2>${provenance(evidence)}</section>
</main>
</body>
</html>
`.html;
}

function summary({ verdict, reasons, champion, anchor }: EvidenceDocument): Html {
  const against = [
    champion === undefined ? 'There was no champion.' : comparedSentence(champion, ''),
    ...(anchor === undefined ? [] : [comparedSentence(anchor, 'the anchor, ')]),
  ].join(' ');
  const list = reasons.length === 0 ? null : html`<ul>${reasons.map((reason) => html`<li>${reason}</li>`)}</ul>`;
  return html`<div class="summary ${verdict}"><strong>${badge(verdict)}</strong> <span class="note">${against}</span>${list}</div>`;
}

function comparedSentence({ version, obstacle }: NonNullable<EvidenceDocument['champion']>, whom: string): string {
  if (obstacle === undefined) return `Compared with ${whom}version ${version} on the same rows.`;
  return `Not compared with ${whom}version ${version}: ${obstacle.replace(/\.$/, '')}.`;
}

function legend({ evaluation }: EvidenceDocument): Html {
  const champion = evaluation.champion === undefined ? null : html`<span class="champion">champion</span>`;
  return html`<p class="legend"><span>candidate</span>${champion}</p>`;
}

function calibrationNote({ evaluation }: EvidenceDocument): Html | null {
  const { candidate, champion, threshold, kind } = evaluation;
  if (kind === 'number') return null;
  const decided =
    threshold === undefined
      ? 'Calibration is of the probability of the class decided for.'
      : `Precision, recall and F1 are at the threshold ${threshold}.`;
  const other = champion === undefined ? '' : `, of the champion ${shown(champion.expectedCalibrationError)}`;
  return html`<p class="note">${decided} The expected calibration error of the candidate is
${shown(candidate.expectedCalibrationError)}${other}: shown and never gated, since it depends on the bins.</p>`;
}

function provenance({ dataset, training, evaluation, digests }: EvidenceDocument): Html {
  const { rows, clusters, labelMean, classes } = evaluation;
  const { holdoutThrough, maturity } = training;
  const through = holdoutThrough === undefined ? '' : ` through ${holdoutThrough}`;
  const label = classes === undefined ? `mean label ${shown(labelMean)}` : `${classes.length} classes`;
  const facts: readonly (readonly [string, string])[] = [
    ['Dataset', dataset.id],
    [
      'Trained on',
      `${training.rows.train} rows through ${training.trainedThrough}, ${training.rows.validation} more to validate`,
    ],
    [
      'Held out',
      `${rows} rows from ${training.holdoutFrom}${through}, ${label}, ${clusters.count} clusters by ${clusters.by}`,
    ],
    ...(maturity === undefined ? [] : [['Labels', labelsText(maturity)] as const]),
    ['Features', training.features.join(', ')],
    ['Training job', training.jobName],
    ['Image', training.imageUri],
    ['Artifact', training.artifactUri],
    ['SHA-256 of the artifact', training.artifactDigest],
    ['SHA-256 of manifest and SQL', digests.manifest],
    ['SHA-256 of the evaluation', digests.evaluation],
    ...(digests.probe === undefined ? [] : ([['SHA-256 of what its container answered', digests.probe]] as const)),
  ];
  return html`<dl>${facts.map(([name, value]) => html`<dt>${name}</dt><dd>${value}</dd>`)}</dl>`;
}

function labelsText({ pinnedAt, hours, leftOut }: NonNullable<EvidenceDocument['training']['maturity']>): string {
  if (hours === 0) return `as they were when the dataset was pinned, ${pinnedAt}`;
  return `final ${hours} h before the dataset was pinned, ${pinnedAt}; ${leftOut} younger rows left out`;
}
