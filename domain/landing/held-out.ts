import type { Manifest } from '../manifest/schema.ts';
import { CAPACITY } from './measure-plan.ts';

interface Judged {
  readonly verdict: 'Accepted' | 'Rejected';
  readonly rows: number;
  readonly reasons: readonly string[];
}

/** An accepted dataset whose holdout has more rows than EvaluateCandidate compares is too large; any other judgement stands. */
export function heldOut<J extends Judged>(
  judged: J,
  { data }: Pick<Manifest, 'data'>,
  most: number = CAPACITY.holdoutRows,
): Omit<J, 'verdict'> & { readonly verdict: J['verdict'] | 'TooLarge' } {
  const { label, holdout } = data;
  const rows = Math.ceil(judged.rows * holdout.share);
  // Of several classes a row has as many scores.
  const limit = Math.floor(most / (label.kind === 'multiclass' ? label.classes.length : 1));
  if (judged.verdict !== 'Accepted' || rows <= limit) return judged;
  const reason = `The holdout would have ${rows} of the ${judged.rows} rows; EvaluateCandidate compares at most ${limit}. Lower data.holdout.share, or deliver less at a time.`;
  return { ...judged, verdict: 'TooLarge', reasons: [reason] };
}
