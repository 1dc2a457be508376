/** As much of a manifest's label as decides what a score is. */
export type ScoredLabel =
  | { readonly kind: 'binary' }
  | { readonly kind: 'number' }
  | { readonly kind: 'multiclass'; readonly classes: readonly string[] };

/** A manifest's label without its SQL. */
export function scoredLabel(label: ScoredLabel): ScoredLabel {
  return label.kind === 'multiclass' ? { kind: label.kind, classes: label.classes } : { kind: label.kind };
}

/** What a container said of one row: its scores, one per class for a multiclass label and else one; or what is wrong with them. */
export type ScoredAnswer = { readonly scores: readonly number[] } | { readonly problem: string };

/** The probabilities of all classes may miss 1 by this much: they were rounded on their way. */
export const SUM_TOLERANCE = 1e-3;

/** So much of an answer is shown. */
const SHOWN = 80;

/**
 * The scores of one row in an answer of type text/csv: finite, of a binary label between 0 and 1, of a multiclass label one
 * probability per class in the order of the classes that together make 1. The probabilities may stand in brackets,
 * `[0.1, 0.2, 0.7]`, as SageMaker's XGBoost image writes those of multi:softprob, or plainly, `0.1,0.2,0.7`.
 */
export function readScoredAnswer(body: string, label: ScoredLabel): ScoredAnswer {
  const text = body.trim();
  const shown = text.length > SHOWN ? `${text.slice(0, SHOWN)}...` : text;
  if (label.kind === 'multiclass') return readProbabilities(text, { shown, classes: label.classes });
  const score = numberOf(text);
  if (!Number.isFinite(score)) return { problem: `the answer "${shown}" is no number.` };
  if (label.kind === 'binary' && !isProbability(score)) return { problem: `the score ${score} is outside 0 to 1.` };
  return { scores: [score] };
}

function readProbabilities(
  text: string,
  { shown, classes }: { shown: string; classes: readonly string[] },
): ScoredAnswer {
  const [, inner = text] = /^\[([^[\]]*)\]$/.exec(text) ?? [];
  const scores = inner.split(',').map(numberOf);
  if (!scores.every(Number.isFinite)) {
    return { problem: `the answer "${shown}" is no list of numbers, one per class.` };
  }
  if (scores.length !== classes.length) {
    const found = scores.length === 1 ? '1 number' : `${scores.length} numbers`;
    return { problem: `the answer "${shown}" has ${found}; there are ${classes.length} classes.` };
  }
  const outside = scores.findIndex((score) => !isProbability(score));
  if (outside >= 0) return { problem: `the score ${scores[outside]} of ${classes[outside]} is outside 0 to 1.` };
  const sum = scores.reduce((total, score) => total + score, 0);
  if (Math.abs(sum - 1) > SUM_TOLERANCE) {
    return { problem: `the scores of all classes add up to ${Number(sum.toPrecision(6))}, not to 1.` };
  }
  return { scores };
}

function isProbability(score: number): boolean {
  return score >= 0 && score <= 1;
}

function numberOf(text: string): number {
  return text.trim() === '' ? Number.NaN : Number(text);
}
