import type { HttpResponse } from '@smithy/core/transport';
import type { RunningCloud } from '../../local/create-cloud.ts';
import { inProcessHandler, type RequestHandler } from '../../local/wire/in-process-handler.ts';
import type { Dice } from './dice.ts';
import { currentInvocation } from './invocation.ts';

/** As often as the SDK's standard strategy tries a call. */
const ATTEMPTS = 4;

/**
 * What carries the functions' calls to the cloud. It retries as the SDK's standard strategy does, but in virtual time; the clients
 * themselves are given one attempt.
 */
export function simulatedRequests(
  cloud: RunningCloud,
  { dice, log }: { readonly dice: Dice; readonly log: (line: string) => void },
): RequestHandler {
  const inner = inProcessHandler({ cloud, log });
  return {
    ...inner,
    async handle(request, options) {
      const invocation = currentInvocation.getStore();
      if (invocation === undefined) return inner.handle(request, options);
      for (let attempt = 1; ; attempt += 1) {
        const milliseconds = dice.whole(2, 40) + (attempt > 1 ? dice.whole(0, 100 * 2 ** attempt) : 0);
        const last = attempt === ATTEMPTS;
        try {
          const answer = await invocation.call(milliseconds, () => inner.handle(request, options));
          if (last || !isTransient(answer.response)) return answer;
        } catch (error) {
          if (last || (error as { code?: string }).code !== 'ECONNRESET') throw error;
        }
      }
    },
  };
}

function isTransient({ statusCode }: HttpResponse): boolean {
  return statusCode >= 500 || statusCode === 429;
}
