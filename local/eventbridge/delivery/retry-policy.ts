import type { Target } from '../rules/rule.ts';
import type { Delivery } from './delivery.ts';

/** Source: EventBridge user guide, retry policy: 24 hours and 185 attempts, exponential back-off with jitter. */
const MAX_ATTEMPTS = 185;
const MAX_AGE_SECONDS = 86_400;
/** Back-off doubles from a second to ten minutes, so that 185 attempts fill about a day. */
const FIRST_MS = 1_000;
const LONGEST_MS = 600_000;

export type Exhausted = 'MaximumRetryAttempts' | 'MaximumEventAgeInSeconds';

/** When a delivery that has failed is tried again, or which bound of its policy is reached. */
export function nextAttempt(
  { attempts, ingestedAt, target }: Pick<Delivery, 'attempts' | 'ingestedAt' | 'target'>,
  { now, random }: { readonly now: number; readonly random: number },
): { readonly at: number } | { readonly exhausted: Exhausted } {
  const { MaximumRetryAttempts = MAX_ATTEMPTS, MaximumEventAgeInSeconds = MAX_AGE_SECONDS } = policyOf(target);
  if (attempts > MaximumRetryAttempts) return { exhausted: 'MaximumRetryAttempts' };
  const delay = Math.min(FIRST_MS * 2 ** (attempts - 1), LONGEST_MS);
  const at = Math.ceil(now + delay * (0.5 + random / 2));
  if (at - ingestedAt > MaximumEventAgeInSeconds * 1_000) return { exhausted: 'MaximumEventAgeInSeconds' };
  return { at };
}

function policyOf({ RetryPolicy = {} }: Target) {
  return RetryPolicy;
}
