import type { Fault, FaultPoint, Operation, Service } from '../../cloud.ts';
import { createTestCloud, type TestCloud } from '../../testing/test-cloud.ts';
import type { Event } from '../event.ts';
import { createEventBridge } from '../service.ts';

export interface BusCloud extends TestCloud {
  /** What functions have received, in order. */
  readonly invoked: { readonly functionArn: string; readonly payload: Event; readonly at: number }[];
  /** Messages of queues by their name. */
  readonly messages: {
    readonly QueueUrl: string;
    readonly MessageBody: string;
    readonly MessageAttributes?: Attributes;
  }[];
  readonly started: { readonly stateMachineArn: string; readonly name: string; readonly input: string }[];
  events<T = Record<string, unknown>>(operation: string, input: object): Promise<T>;
  /** Makes a rule with function targets. */
  rule(name: string, pattern: object, target?: object): Promise<void>;
  put(detail: object, entry?: object): Promise<void>;
}

type Attributes = Readonly<Record<string, { readonly StringValue: string }>>;

export interface BusCloudOptions {
  readonly directory?: string;
  /** Runs before a function accepts an invocation; may throw. */
  readonly onInvoke?: (functionArn: string) => void;
  readonly fault?: (point: FaultPoint) => Fault | undefined;
}

export const FUNCTION = 'arn:aws:lambda:us-east-1:000000000000:function:f';

/** A cloud with EventBridge and targets that only remember what they were given. */
export function createBusCloud({ directory, onInvoke = () => {}, fault }: BusCloudOptions = {}): BusCloud {
  const invoked: BusCloud['invoked'] = [];
  const messages: BusCloud['messages'] = [];
  const started: BusCloud['started'] = [];
  const note =
    <T>(list: T[]): Operation =>
    (input: never) => {
      list.push(input);
      return {};
    };
  const cloud = createTestCloud({
    ...(directory !== undefined && { directory }),
    ...(fault !== undefined && { fault }),
    services: [
      createEventBridge,
      ({ clock }): Service => ({
        id: 'lambda',
        operations: {},
        ports: {
          invokeAsync({ functionArn, payload }) {
            onInvoke(functionArn);
            invoked.push({
              functionArn,
              payload: JSON.parse(Buffer.from(payload).toString()) as Event,
              at: clock.now(),
            });
          },
        },
      }),
      (): Service => ({
        id: 'sqs',
        operations: {
          GetQueueUrl: ({ QueueName }: { QueueName: string }) => ({ QueueUrl: `http://queue/${QueueName}` }),
          SendMessage: note(messages),
        },
      }),
      (): Service => ({ id: 'sfn', operations: { StartExecution: note(started) } }),
    ],
  });
  const self: BusCloud = {
    ...cloud,
    invoked,
    messages,
    started,
    events: async <T>(operation: string, input: object) => (await cloud.call('eventbridge', operation, input)) as T,
    async rule(name, pattern, target = {}) {
      await self.events('PutRule', { Name: name, EventPattern: JSON.stringify(pattern) });
      await self.events('PutTargets', { Rule: name, Targets: [{ Id: 't', Arn: FUNCTION, ...target }] });
    },
    async put(detail, entry = {}) {
      const full = { Source: 'shop', DetailType: 'Order', Detail: JSON.stringify(detail), ...entry };
      await self.events('PutEvents', { Entries: [full] });
      await cloud.clock.runUntilIdle();
    },
  };
  return self;
}
