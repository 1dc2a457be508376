import type { HistoryEvent } from '@aws-sdk/client-sfn';
import {
  type CreateService,
  type Invocation,
  type InvocationResult,
  type Operation,
  ServiceError,
  type ServiceEvent,
} from '../../cloud.ts';
import { createTestCloud, type TestCloud } from '../../testing/test-cloud.ts';
import type { Json } from '../json.ts';
import { createStepFunctions } from '../service.ts';

/** A Lambda function of a test: its answer, or what it throws as {errorType, errorMessage}. */
export type FakeFunction = (payload: never) => Json | Promise<Json>;

export class FunctionError extends Error {
  override readonly name = 'FunctionError';
  readonly errorType: string;

  constructor(errorType: string, message: string) {
    super(message);
    this.errorType = errorType;
  }
}

export interface SfnCloudOptions {
  readonly functions?: Readonly<Record<string, FakeFunction>>;
  readonly directory?: string;
  readonly services?: readonly CreateService[];
}

export interface SfnCloud extends TestCloud {
  readonly emitted: ServiceEvent[];
  /** Calls an operation of Step Functions and takes its answer as T. */
  sfn<T = Record<string, never>>(operation: string, input: object): Promise<T>;
  /** Creates a machine in JSONata. Returns its ARN. */
  machine(name: string, definition: object): Promise<string>;
  /** Creates a machine, runs one execution of it to rest and describes that. */
  run(definition: object, input?: Json): Promise<Described>;
  history(executionArn: string): Promise<HistoryEvent[]>;
}

export interface Described {
  readonly executionArn: string;
  readonly status: string;
  readonly output?: string;
  readonly error?: string;
  readonly cause?: string;
  readonly redriveStatus?: string;
  readonly stopDate?: Date;
}

/** A cloud with Step Functions, functions in this process and a bus that only remembers. */
export function createSfnCloud({ functions = {}, directory, services = [] }: SfnCloudOptions = {}): SfnCloud {
  const emitted: ServiceEvent[] = [];
  const lambda: CreateService = () => ({
    id: 'lambda',
    operations: {},
    ports: { invoke: (invocation) => invokeFake(functions, invocation) },
  });
  const bus: CreateService = () => ({
    id: 'eventbridge',
    operations: {},
    ports: { emit: (event) => void emitted.push(event) },
  });
  const cloud = createTestCloud({
    services: [createStepFunctions, lambda, bus, ...services],
    ...(directory !== undefined && { directory }),
  });
  let machines = 0;
  const self: SfnCloud = {
    ...cloud,
    emitted,
    sfn: async <T>(operation: string, input: object) => (await cloud.call('sfn', operation, input)) as T,
    async machine(name, definition) {
      const text = JSON.stringify({ QueryLanguage: 'JSONata', ...definition });
      const input = { name, definition: text, roleArn: 'arn:aws:iam::000000000000:role/test' };
      return (await self.sfn<{ stateMachineArn: string }>('CreateStateMachine', input)).stateMachineArn;
    },
    async run(definition, input = {}) {
      const stateMachineArn = await self.machine(`machine-${++machines}`, definition);
      const start = { stateMachineArn, input: JSON.stringify(input) };
      const { executionArn } = await self.sfn<{ executionArn: string }>('StartExecution', start);
      await cloud.clock.runUntilIdle();
      return await self.sfn<Described>('DescribeExecution', { executionArn });
    },
    async history(executionArn) {
      const { events } = await self.sfn<{ events: HistoryEvent[] }>('GetExecutionHistory', {
        executionArn,
        maxResults: 1_000,
      });
      return events;
    },
  };
  return self;
}

async function invokeFake(
  functions: Readonly<Record<string, FakeFunction>>,
  { functionArn, payload }: Invocation,
): Promise<InvocationResult> {
  const name = functionArn.split(':')[6] ?? '';
  const implementation = functions[name];
  if (implementation === undefined) {
    throw new ServiceError('ResourceNotFoundException', `Function not found: ${functionArn}`, { status: 404 });
  }
  try {
    const result = await implementation(JSON.parse(Buffer.from(payload).toString('utf8')) as never);
    return { payload: Buffer.from(JSON.stringify(result)), version: '$LATEST' };
  } catch (error) {
    if (!(error instanceof FunctionError)) throw error;
    const failure = { errorType: error.errorType, errorMessage: error.message, trace: [] };
    return { payload: Buffer.from(JSON.stringify(failure)), functionError: 'Unhandled', version: '$LATEST' };
  }
}

/** A service that answers some operations, for integrations. */
export function fakeService(
  id: 's3' | 'sns' | 'sqs' | 'sagemaker',
  operations: Record<string, Operation>,
): CreateService {
  return () => ({ id, operations });
}

/** A Task that invokes a function. */
export function invokeTask(name: string, fields: object = {}): object {
  return {
    Type: 'Task',
    Resource: 'arn:aws:states:::lambda:invoke',
    Arguments: { FunctionName: name, Payload: '{% $states.input %}' },
    Output: '{% $states.result.Payload %}',
    ...fields,
  };
}

/** A history as its types and what each names as its previous. */
export function outline(events: readonly HistoryEvent[]): string[] {
  return events.map(({ id, type, previousEventId }) => `${id} ${type} <- ${previousEventId}`);
}
