import type { Verdict } from '../judge/judge-release.ts';

/** The verdict so far, and whether it was given at a deadline. */
export interface StandingVerdict {
  readonly verdict: Verdict;
  readonly decided: boolean;
}

/**
 * The verdict after a look. Harm once shown stays shown. At a deadline the judgement stands; after it, and once the endpoint has come to
 * rest, only harm overrules it, since what SageMaker does next can no longer be stopped. A new wait needs a new verdict.
 */
export function standingVerdict(
  before: StandingVerdict | undefined,
  judgement: { readonly verdict: Verdict },
  look: { readonly due: boolean; readonly newWait: boolean },
): StandingVerdict {
  if (before?.verdict === 'Harmful' || judgement.verdict === 'Harmful') return { verdict: 'Harmful', decided: true };
  if (look.due) return { verdict: judgement.verdict, decided: true };
  if (before?.decided === true && !look.newWait) return before;
  return { verdict: 'Inconclusive', decided: false };
}
