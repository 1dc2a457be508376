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
  const { share } = data.holdout;
  const rows = Math.ceil(judged.rows * share);
  if (judged.verdict !== 'Accepted' || rows <= most) return judged;
  const reason = `The holdout would have ${rows} of the ${judged.rows} rows; EvaluateCandidate compares at most ${most}. Lower data.holdout.share, or deliver less at a time.`;
  return { ...judged, verdict: 'TooLarge', reasons: [reason] };
}
