import type { StackEvent, Stack as WireStack } from '@aws-sdk/client-cloudformation';
import type { ServiceId } from '../../cloud.ts';
import { createTestCloud, type TestCloud } from '../../testing/test-cloud.ts';
import { createCloudFormation } from '../service.ts';
import { type Answers, fakeServices, type RecordedCall } from './fake-services.ts';

export interface StackCloud extends TestCloud {
  readonly calls: RecordedCall[];
  readonly objects: Map<string, Uint8Array>;
  /** Calls since the last `take`, as service:operation. */
  take(): string[];
  /** Creates or updates a stack and waits until it rests. */
  deploy(template: object, input?: object): Promise<WireStack>;
  describe(): Promise<WireStack>;
  events(): Promise<string[]>;
}

const StackName = 'app';

export function createStackCloud(answers: Partial<Record<ServiceId, Answers>> = {}, directory?: string): StackCloud {
  const { calls, objects, services } = fakeServices(answers);
  const cloud = createTestCloud({
    services: [...services, createCloudFormation],
    ...(directory === undefined ? {} : { directory }),
  });
  let taken = 0;
  const describe = async () => {
    const { Stacks } = (await cloud.call('cloudformation', 'DescribeStacks', { StackName })) as { Stacks: WireStack[] };
    return Stacks[0] as WireStack;
  };
  return {
    ...cloud,
    calls,
    objects,
    take() {
      const names = calls.slice(taken).map(({ service, operation }) => `${service}:${operation}`);
      taken = calls.length;
      return names;
    },
    async deploy(template, input = {}) {
      const exists = await describe().then(
        () => true,
        () => false,
      );
      const request = { StackName, TemplateBody: JSON.stringify(template), ...input };
      await cloud.call('cloudformation', exists ? 'UpdateStack' : 'CreateStack', request);
      await cloud.clock.runUntilIdle();
      return describe();
    },
    describe,
    async events() {
      const answer = await cloud.call('cloudformation', 'DescribeStackEvents', { StackName });
      const { StackEvents } = answer as { StackEvents: StackEvent[] };
      return StackEvents.map(
        ({ LogicalResourceId, ResourceStatus }) => `${LogicalResourceId} ${ResourceStatus}`,
      ).reverse();
    },
  };
}
