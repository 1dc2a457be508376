import type { ClassEvaluation, EvaluationDocument, ModelEvaluation } from '../evaluation/evaluation-document.ts';
import { type Html, html, scroller, shown } from './html.ts';

/** A larger matrix cannot be read; its largest confusions are listed instead. */
const LARGEST_MATRIX = 20;

/** Confusions listed. */
const LISTED = 30;

/** How each class of a multiclass label fared, and which are taken for which; nothing for a label of another kind. */
export function classTables({ classes, candidate, champion }: EvaluationDocument): Html | null {
  if (classes === undefined || candidate.classes === undefined || candidate.confusionMatrix === undefined) return null;
  const matrix = candidate.confusionMatrix;
  const confusions = classes.length <= LARGEST_MATRIX ? matrixTable(classes, matrix) : confusionList(classes, matrix);
  return html`<section><h2>Classes</h2>${eachClassTable(classes, candidate.classes, champion)}
${absentNote(classes, candidate.classes)}<h3>Which class was taken for which, by the candidate</h3>${confusions}</section>`;
}

function eachClassTable(
  names: readonly string[],
  mine: readonly ClassEvaluation[],
  champion: ModelEvaluation | undefined,
): Html {
  const theirs = champion?.classes;
  const heads = ['Rows', 'Decided for it', 'Precision', 'Recall', 'F1', 'AUC'];
  const more = theirs === undefined ? [] : ['Champion: precision', 'recall', 'F1', 'AUC'];
  const four = ({ precision, recall, f1, auc }: ClassEvaluation) => [precision, recall, f1, auc];
  const rows = names.map((name, of) => {
    const each = mine[of]!;
    const other = theirs?.[of];
    const numbers = [each.rows, each.decided, ...four(each), ...(other === undefined ? [] : four(other))];
    return html`<tr><th scope="row">${name}</th>${numbers.map((value) => html`<td class="number">${shown(value)}</td>`)}</tr>`;
  });
  const table = html`<table><thead><tr><th>Class</th>${[...heads, ...more].map((head) => html`<th class="number">${head}</th>`)}</tr></thead>
<tbody>${rows}</tbody></table>`;
  return html`${scroller('Classes', table)}
<p class="note">A row is decided for its most probable class. Precision is the share of rows decided for a class that are of it, recall the share
of its rows that are decided for it. AUC is of the class's own probability against all other classes. Shown only: macro-F1 weighs every class the same.</p>`;
}

function absentNote(names: readonly string[], each: readonly ClassEvaluation[]): Html | null {
  const absent = names.filter((_, of) => each[of]!.rows === 0);
  if (absent.length === 0) return null;
  return html`<p class="note">No holdout row is of the class ${absent.join(', ')}: nothing is known of it here.</p>`;
}

/** A row for each class, shaded by the share of its rows. */
function matrixTable(names: readonly string[], matrix: readonly (readonly number[])[]): Html {
  const rows = names.map((name, truth) => {
    const counts = matrix[truth]!;
    const total = counts.reduce((sum, count) => sum + count, 0);
    const cells = counts.map((count, decided) => {
      const share = total === 0 ? 0 : count / total;
      const kind = decided === truth ? 'right' : 'wrong';
      return html`<td class="number cell ${kind}" style="--share:${share.toFixed(3)}">${count}</td>`;
    });
    return html`<tr><th scope="row">${name}</th>${cells}</tr>`;
  });
  const head = html`<tr><th>Is \\ decided for</th>${names.map((name) => html`<th class="number">${name}</th>`)}</tr>`;
  return scroller('Confusion matrix', html`<table class="matrix"><thead>${head}</thead><tbody>${rows}</tbody></table>`);
}

function confusionList(names: readonly string[], matrix: readonly (readonly number[])[]): Html {
  const wrong = matrix.flatMap((counts, truth) =>
    counts.flatMap((count, decided) => (decided === truth || count === 0 ? [] : [{ truth, decided, count }])),
  );
  const largest = wrong.toSorted((a, b) => b.count - a.count).slice(0, LISTED);
  const rows = largest.map(
    ({ truth, decided, count }) =>
      html`<tr><th scope="row">${names[truth]}</th><td>${names[decided]}</td><td class="number">${count}</td></tr>`,
  );
  const head = html`<tr><th>Is</th><th>Decided for</th><th class="number">Rows</th></tr>`;
  return html`${scroller('Confusions', html`<table><thead>${head}</thead><tbody>${rows}</tbody></table>`)}
<p class="note">The ${largest.length} most frequent of ${wrong.length} confusions.</p>`;
}
