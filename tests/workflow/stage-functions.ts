import type * as z from 'zod';
import type { CreateService } from '../../local/cloud.ts';

/** One function of a state machine: what lambdaHandler would be given, with its dependencies made by a test. */
export interface StageFunction {
  readonly input: z.ZodType;
  readonly output: z.ZodType;
  readonly run: (input: never) => Promise<unknown>;
}

/** Throws in place of a function, once per entry. */
export type StageFailures = Map<string, Error[]>;

export function functionArn(name: string): string {
  return `arn:aws:lambda:us-east-1:000000000000:function:${name}`;
}

/** Lambda as the state machines see it, running the stages in this process; inputs and outputs pass through their schemas as JSON. */
export function stageFunctions(
  functions: () => Readonly<Record<string, StageFunction>>,
  failures: StageFailures,
): CreateService {
  return (cloud) => ({
    id: 'lambda',
    operations: {},
    ports: {
      invoke: ({ functionArn: arn, payload }) =>
        cloud.clock.holding('a stage', async () => {
          const name = arn.split(':').at(-1) ?? '';
          const answer = (value: unknown) => Buffer.from(JSON.stringify(value));
          try {
            const failure = failures.get(name)?.shift();
            if (failure !== undefined) throw failure;
            const stage = functions()[name];
            if (stage === undefined) throw new Error(`There is no function ${name} in this test.`);
            const input = stage.input.parse(JSON.parse(Buffer.from(payload).toString('utf8')));
            const output = stage.output.parse(await stage.run(input as never));
            return { payload: answer(output), version: '1' };
          } catch (error) {
            const { name: errorType, message: errorMessage } = error as Error;
            return { payload: answer({ errorType, errorMessage }), functionError: 'Unhandled', version: '1' };
          }
        }),
    },
  });
}
