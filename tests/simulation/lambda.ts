import type * as z from 'zod';
import { StageError } from '#functions/errors.ts';
import { fromForeignError } from '#functions/foreign-errors.ts';
import { type Cloud, type CreateService, type InvocationResult, ServiceError } from '../../local/cloud.ts';
import { type AsyncEvent, type Attempt, decide } from '../../local/lambda/async-event.ts';
import type { Chaos } from './chaos.ts';
import type { Dice } from './dice.ts';
import { currentInvocation, Invocation } from './invocation.ts';

/** What lambdaHandler is given of a function, with its dependencies at hand. */
export interface SimulatedFunction {
  readonly input: z.ZodType;
  readonly output: z.ZodType;
  readonly run: (input: never) => Promise<unknown>;
  /** It reads and writes files. */
  readonly inOnePiece?: boolean;
}

export interface LambdaOptions {
  readonly functions: () => Readonly<Record<string, SimulatedFunction>>;
  readonly chaos: Chaos;
  readonly dice: Dice;
  readonly trace: (line: string) => void;
}

const TOPIC = 'simulation.lambda';
const RULES = { maximumRetryAttempts: 2, maximumEventAgeMs: 21_600_000 };

export function functionArn(name: string): string {
  return `arn:aws:lambda:us-east-1:000000000000:function:${name}`;
}

/** Lambda with the functions' logic in this process: what goes wrong with an invocation is drawn from the seed. */
export function simulatedLambda(options: LambdaOptions): CreateService {
  return (cloud) => {
    const queue = new Map<string, AsyncEvent>();
    const attempt = async (id: string) => {
      const event = queue.get(id);
      if (event === undefined) return;
      const { functionArn: arn, payload } = event;
      const decision = decide(event, await attempted(() => invoke(cloud, { arn, payload }, options)), {
        rules: RULES,
        now: cloud.clock.now(),
      });
      queue.delete(id);
      if (decision.kind === 'give up') options.trace(`${nameOf(arn)} is given up: ${decision.condition}`);
      if (decision.kind !== 'retry') return;
      queue.set(id, decision.event);
      cloud.clock.schedule({ at: decision.event.dueAt, topic: TOPIC, data: id });
    };
    cloud.clock.on(TOPIC, (id) => void attempt(String(id)));
    return {
      id: 'lambda',
      operations: {},
      ports: {
        invoke: ({ functionArn: arn, payload }) =>
          invoke(cloud, { arn, payload: Buffer.from(payload).toString() }, options),
        invokeAsync({ functionArn: arn, payload }) {
          const id = cloud.uuid();
          const now = cloud.clock.now();
          const text = Buffer.from(payload).toString();
          queue.set(id, { id, functionArn: arn, payload: text, acceptedAt: now, attempts: 0, refusals: 0, dueAt: now });
          cloud.clock.schedule({ at: now + options.dice.whole(5, 400), topic: TOPIC, data: id });
        },
      },
    };
  };
}

interface Called {
  readonly arn: string;
  readonly payload: string;
}

async function invoke(cloud: Cloud, { arn, payload }: Called, options: LambdaOptions): Promise<InvocationResult> {
  const name = nameOf(arn);
  const { chaos, dice, trace } = options;
  const stage = options.functions()[name];
  if (stage === undefined)
    throw new ServiceError('ResourceNotFoundException', `There is no function ${name}.`, { status: 404 });
  const fate = chaos.fate();
  if (fate !== undefined) trace(`${name} ${fate.kind}${fate.kind === 'dies' ? ` at call ${fate.death.call}` : ''}`);
  if (fate?.kind === 'throttled') throw new ServiceError('TooManyRequestsException', 'Rate exceeded', { status: 429 });
  const death = fate?.kind === 'dies' ? fate.death : undefined;
  const invocation = new Invocation(cloud.clock, { death, inOnePiece: stage.inOnePiece === true });
  const answered = currentInvocation
    .run(invocation, () => answerOf(stage, payload, (line) => trace(`${name} ${line}`)))
    .finally(() => invocation.end());
  if (fate?.kind === 'lost') {
    (await cloud.clock.sleepUntil(cloud.clock.now() + dice.whole(1, 2_000)))();
    throw new ServiceError('ServiceException', 'An error occurred.', { status: 500 });
  }
  if (death === undefined) return answered;
  const timedOut = invocation.died.then(async () => {
    (await cloud.clock.sleepUntil(cloud.clock.now() + 30_000))();
    return failure('Sandbox.Timedout', 'Task timed out after 30.00 seconds');
  });
  return Promise.race([timedOut, answered.then((answer) => (invocation.isDead ? timedOut : answer))]);
}

async function answerOf(
  { input, output, run }: SimulatedFunction,
  payload: string,
  trace: (line: string) => void,
): Promise<InvocationResult> {
  try {
    const parsed = input.safeParse(JSON.parse(payload));
    if (!parsed.success) throw new StageError('StageInputInvalidError', parsed.error.message);
    const made = output.safeParse(await run(parsed.data as never));
    if (!made.success) throw new StageError('StageOutputInvalidError', made.error.message);
    return { payload: Buffer.from(JSON.stringify(made.data)), version: '1' };
  } catch (error) {
    const { name, message, stack } = fromForeignError(error);
    const bug = ['TypeError', 'RangeError', 'ReferenceError', 'ZodError', 'Error'].includes(name);
    trace(`fails: ${name}: ${bug ? stack : message}`);
    return failure(name, message);
  }
}

function failure(errorType: string, errorMessage: string): InvocationResult {
  return {
    payload: Buffer.from(JSON.stringify({ errorType, errorMessage })),
    functionError: 'Unhandled',
    version: '1',
  };
}

async function attempted(run: () => Promise<InvocationResult>): Promise<Attempt> {
  try {
    return { kind: 'answered', result: await run() };
  } catch (error) {
    if (!(error instanceof ServiceError)) throw error;
    return { kind: 'refused', code: error.code, message: error.message };
  }
}

function nameOf(arn: string): string {
  return arn.split(':').at(-1) ?? '';
}
