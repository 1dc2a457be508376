import type { Verdict } from '../judge/judge-release.ts';
import type { Judge } from '../manifest/judge-schema.ts';

/** What a look at a deployment under way found. */
export interface Look {
  readonly verdict: Verdict;
  readonly reasons: readonly string[];
  /** A verdict is due before SageMaker goes on. */
  readonly deadline: boolean;
  /** What the manifest says to do when one that is due is Inconclusive. */
  readonly inconclusive: Judge['inconclusive'];
  /** The version's approval in the registry now. */
  readonly approval: string;
  /** Who holds the lease now, if not this release. */
  readonly leaseTakenBy: string | undefined;
  /** The kill switch is raised already: an operator, another execution, or an earlier look. */
  readonly raised: boolean;
}

/**
 * Why the cord must be pulled, or undefined to let the deployment go on. SageMaker goes on by itself, so whatever is not known to be
 * healthy in time is stopped, unless the manifest says otherwise.
 */
export function reasonToPullCord(look: Look): string | undefined {
  if (look.verdict === 'Harmful') return look.reasons.join(' ');
  if (look.approval !== 'Approved') return `The version is ${look.approval}, no longer Approved.`;
  if (look.leaseTakenBy !== undefined) return `${look.leaseTakenBy} took over the endpoint.`;
  if (look.raised) return 'The kill switch was raised from outside the release.';
  if (look.deadline && look.verdict === 'Inconclusive' && look.inconclusive === 'rollBack') {
    return `Not known to be healthy before SageMaker goes on: ${look.reasons.join(' ')}`;
  }
  return undefined;
}
