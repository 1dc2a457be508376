import type { InvocationResult } from '../cloud.ts';

/** An asynchronous invocation that waits for its turn, kept until it succeeded or was given up. */
export interface AsyncEvent {
  readonly id: string;
  readonly functionArn: string;
  /** The payload as text (Lambda payloads are JSON). */
  readonly payload: string;
  /** Virtual ms since the epoch. */
  readonly acceptedAt: number;
  /** Attempts that reached the function. */
  readonly attempts: number;
  /** Attempts refused by throttling or a service error, since the last that reached it. */
  readonly refusals: number;
  readonly dueAt: number;
}

/** How one attempt went. `refused`: the function could not be invoked at all. */
export type Attempt =
  | { readonly kind: 'answered'; readonly result: InvocationResult }
  | { readonly kind: 'refused'; readonly code: string; readonly message: string };

/** What happens next. */
export type Decision =
  | { readonly kind: 'done' }
  | { readonly kind: 'retry'; readonly event: AsyncEvent }
  | {
      readonly kind: 'give up';
      readonly condition: 'RetriesExhausted' | 'EventAgeExceeded';
      readonly event: AsyncEvent;
    };

export interface RetryRules {
  readonly maximumRetryAttempts: number;
  readonly maximumEventAgeMs: number;
}

const MINUTE = 60_000;
const SECOND = 1_000;

/**
 * Lambda's rules: a function error is tried again after 1 minute and then 2 (at most `maximumRetryAttempts` times);
 * throttles and service errors back off from 1 second to 5 minutes until the event is too old.
 * Source: Lambda developer guide, "How Lambda handles errors and retries with asynchronous invocation".
 */
export function decide(
  event: AsyncEvent,
  attempt: Attempt,
  { rules, now }: { rules: RetryRules; now: number },
): Decision {
  if (attempt.kind === 'answered') {
    const attempts = event.attempts + 1;
    const tried = { ...event, attempts, refusals: 0 };
    if (attempt.result.functionError === undefined) return { kind: 'done' };
    if (attempts > rules.maximumRetryAttempts) return { kind: 'give up', condition: 'RetriesExhausted', event: tried };
    return retryAt({ ...tried, dueAt: now + attempts * MINUTE }, rules);
  }
  const pause = Math.min(SECOND * 2 ** event.refusals, 5 * MINUTE);
  return retryAt({ ...event, refusals: event.refusals + 1, dueAt: now + pause }, rules);
}

function retryAt(event: AsyncEvent, { maximumEventAgeMs }: RetryRules): Decision {
  if (event.dueAt - event.acceptedAt > maximumEventAgeMs) {
    return { kind: 'give up', condition: 'EventAgeExceeded', event };
  }
  return { kind: 'retry', event };
}
