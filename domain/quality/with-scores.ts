import type { ScoreFinding } from './score-finding.ts';

/** A judgement on traffic, overruled by scores that are none where the manifest enforces that. Whatever else scores show decides nothing. */
export function withScores<J extends { readonly verdict: string; readonly reasons: readonly string[] }>(
  judgement: J,
  finding: ScoreFinding | undefined,
  mode: 'enforce' | 'observe' | undefined,
): J | (Omit<J, 'verdict' | 'reasons'> & { readonly verdict: 'Harmful'; readonly reasons: readonly string[] }) {
  if (finding?.verdict !== 'Degenerate' || mode !== 'enforce') return judgement;
  return { ...judgement, verdict: 'Harmful', reasons: [finding.sentence, ...judgement.reasons] };
}
