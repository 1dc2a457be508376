import { AsyncLocalStorage } from 'node:async_hooks';
import { fromForeignError } from '#functions/foreign-errors.ts';
import type { Cloud, CreateService, InvocationResult } from '../../local/cloud.ts';
import type { StageFailures, StageFunction } from './stage-functions.ts';

/** Which function runs: whose role allows its calls. */
export const runningFunction = new AsyncLocalStorage<string>();

export interface LineLambdaOptions {
  readonly functions: () => Readonly<Record<string, StageFunction>>;
  /** Throws in place of a function, once per entry. */
  readonly failures: StageFailures;
  /** Errors of functions behind rules, which nobody waits for. */
  readonly failedEvents: Error[];
}

/** Lambda with the functions in this process, for state machines and for rules alike. What goes in and out passes their schemas as JSON. */
export function lineLambda(options: LineLambdaOptions): CreateService {
  return (cloud) => ({
    id: 'lambda',
    operations: {},
    ports: {
      invoke: ({ functionArn, payload }) => invoke(cloud, { functionArn, payload }, options),
      invokeAsync({ functionArn, payload }) {
        void invoke(cloud, { functionArn, payload }, options).then(({ functionError, payload: answer }) => {
          if (functionError !== undefined) options.failedEvents.push(new Error(Buffer.from(answer).toString()));
        });
      },
    },
  });
}

function invoke(
  cloud: Cloud,
  { functionArn, payload }: { readonly functionArn: string; readonly payload: Uint8Array },
  { functions, failures }: LineLambdaOptions,
): Promise<InvocationResult> {
  const name = functionArn.split(':').at(-1) ?? '';
  const answer = (value: unknown) => Buffer.from(JSON.stringify(value));
  return cloud.clock.holding(name, () =>
    runningFunction.run(name, async () => {
      try {
        const failure = failures.get(name)?.shift();
        if (failure !== undefined) throw failure;
        const stage = functions()[name];
        if (stage === undefined) throw new Error(`There is no function ${name} in this test.`);
        const input = stage.input.parse(JSON.parse(Buffer.from(payload).toString('utf8')));
        const output = stage.output.parse(await stage.run(input as never));
        return { payload: answer(output), version: '1' };
      } catch (error) {
        const { name: errorType, message: errorMessage } = fromForeignError(error);
        return { payload: answer({ errorType, errorMessage }), functionError: 'Unhandled', version: '1' };
      }
    }),
  );
}
