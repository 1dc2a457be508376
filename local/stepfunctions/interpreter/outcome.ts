import type { Cloud } from '../../cloud.ts';
import type { Caller } from '../integrations/integration.ts';
import type { Json } from '../json.ts';
import type { Dispatch } from './machinery.ts';
import { StateError, type StateFailure } from './state-error.ts';

/** How a call has ended. */
export type Outcome = { readonly result: Json } | { readonly failure: StateFailure };

/** Makes a Task's call and waits for its answer, at most its timeout in real time. Never rejects. */
export async function outcomeOf(cloud: Cloud, call: Dispatch, caller: Caller): Promise<Outcome> {
  const { integration, parameters, timeoutSeconds } = call;
  const answer = integration.call(cloud, parameters, caller).then(
    (result): Outcome => ({ result }),
    (error: unknown): Outcome => ({ failure: failureOf(error, integration.prefix) }),
  );
  if (timeoutSeconds === undefined) return await answer;
  let timer: NodeJS.Timeout | undefined;
  const timeout = new Promise<Outcome>((resolve) => {
    const late = { failure: { error: 'States.Timeout', cause: undefined } };
    timer = setTimeout(() => resolve(late), Math.min(timeoutSeconds * 1_000, 2 ** 31 - 1));
    // A cloud that is closed meanwhile does not wait for it.
    timer.unref();
  });
  try {
    return await Promise.race([answer, timeout]);
  } finally {
    clearTimeout(timer);
  }
}

function failureOf(error: unknown, prefix: string): StateFailure {
  if (error instanceof StateError) return error.failure;
  const cause = error instanceof Error ? error.message : String(error);
  return { error: `${prefix}.SdkClientException`, cause };
}

/** A call whose process died before it was answered: maybe it took effect, maybe not. */
export function lostCall(prefix: string): StateFailure {
  const cause = 'The process that made the call ended before the answer came; whether the call took effect is unknown.';
  return { error: prefix === 'Lambda' ? 'Lambda.Unknown' : `${prefix}.SdkClientException`, cause };
}
