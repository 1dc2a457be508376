import { describe, expect, it } from 'vitest';
import { createSns } from '../sns/service.ts';
import { createSqs } from '../sqs/service.ts';
import { createStepFunctions } from '../stepfunctions/service.ts';
import { createTestCloud, type TestCloud } from '../testing/test-cloud.ts';
import type { Event } from './event.ts';
import { createEventBridge } from './service.ts';

const ACCOUNT = 'us-east-1:000000000000';

function compose(): TestCloud {
  return createTestCloud({ services: [createEventBridge, createStepFunctions, createSqs, createSns] });
}

async function rule(cloud: TestCloud, Name: string, { pattern, target }: { pattern: object; target: object }) {
  await cloud.call('eventbridge', 'PutRule', { Name, EventPattern: JSON.stringify(pattern) });
  await cloud.call('eventbridge', 'PutTargets', { Rule: Name, Targets: [{ Id: 't', ...target }] });
}

async function queue(
  cloud: TestCloud,
  QueueName: string,
): Promise<() => Promise<{ Body: string; MessageAttributes?: object }[]>> {
  const { QueueUrl } = (await cloud.call('sqs', 'CreateQueue', { QueueName })) as { QueueUrl: string };
  return async () => {
    const input = { QueueUrl, MaxNumberOfMessages: 10, MessageAttributeNames: ['All'] };
    const { Messages = [] } = (await cloud.call('sqs', 'ReceiveMessage', input)) as { Messages?: { Body: string }[] };
    return Messages;
  };
}

async function machine(cloud: TestCloud, name: string, state: object): Promise<string> {
  const definition = JSON.stringify({ QueryLanguage: 'JSONata', StartAt: 'A', States: { A: state } });
  const input = { name, definition, roleArn: 'arn:aws:iam::000000000000:role/r' };
  return ((await cloud.call('sfn', 'CreateStateMachine', input)) as { stateMachineArn: string }).stateMachineArn;
}

async function put(cloud: TestCloud, detail: object): Promise<void> {
  const entry = { Source: 'shop', DetailType: 'Order', Detail: JSON.stringify(detail) };
  await cloud.call('eventbridge', 'PutEvents', { Entries: [entry] });
  await cloud.clock.runUntilIdle();
}

describe('events between services', () => {
  it('start a workflow, whose end arrives in a queue and at a topic', async () => {
    await using cloud = compose();
    const receive = await queue(cloud, 'ends');
    const Arn = await machine(cloud, 'm', { Type: 'Pass', Output: { n: '{% $states.input.n * 2 %}' }, End: true });
    await rule(cloud, 'begin', { pattern: { source: ['shop'] }, target: { Arn, InputPath: '$.detail' } });
    const ended = { source: ['aws.states'], detail: { status: ['SUCCEEDED'], stateMachineArn: [Arn] } };
    await rule(cloud, 'end', { pattern: ended, target: { Arn: `arn:aws:sqs:${ACCOUNT}:ends` } });
    const { TopicArn } = (await cloud.call('sns', 'CreateTopic', { Name: 'news' })) as { TopicArn: string };
    await cloud.call('sns', 'Subscribe', { TopicArn, Protocol: 'sqs', Endpoint: `arn:aws:sqs:${ACCOUNT}:ends` });
    await rule(cloud, 'tell', { pattern: ended, target: { Arn: TopicArn, Input: '"it ended"' } });

    await put(cloud, { n: 21 });
    const bodies = (await receive()).map(({ Body }) => JSON.parse(Body) as Event | { Message: string });
    expect(bodies).toHaveLength(2);
    expect(bodies).toContainEqual(expect.objectContaining({ detail: expect.objectContaining({ output: '{"n":42}' }) }));
    expect(bodies).toContainEqual(expect.objectContaining({ Message: '"it ended"' }));
  });

  it('that cannot be delivered end in the dead-letter queue', async () => {
    await using cloud = compose();
    const receive = await queue(cloud, 'dead');
    const Arn = `arn:aws:states:${ACCOUNT}:stateMachine:gone`;
    const target = { Arn, DeadLetterConfig: { Arn: `arn:aws:sqs:${ACCOUNT}:dead` } };
    await rule(cloud, 'begin', { pattern: { source: ['shop'] }, target });
    await put(cloud, { n: 1 });
    const [message] = await receive();
    expect(JSON.parse(message?.Body ?? '')).toMatchObject({ detail: { n: 1 } });
    expect(message?.MessageAttributes).toMatchObject({
      ERROR_CODE: { StringValue: 'NO_RESOURCE' },
      TARGET_ARN: { StringValue: Arn },
    });
  });

  it('are put by a workflow and start another', async () => {
    await using cloud = compose();
    const receive = await queue(cloud, 'orders');
    await rule(cloud, 'orders', { pattern: { source: ['flow'] }, target: { Arn: `arn:aws:sqs:${ACCOUNT}:orders` } });
    const stateMachineArn = await machine(cloud, 'm', {
      Type: 'Task',
      Resource: 'arn:aws:states:::events:putEvents',
      Arguments: {
        Entries: [{ Source: 'flow', DetailType: 'Made', Detail: { by: '{% $states.context.Execution.Name %}' } }],
      },
      End: true,
    });
    const { executionArn } = (await cloud.call('sfn', 'StartExecution', { stateMachineArn, name: 'one' })) as {
      executionArn: string;
    };
    await cloud.clock.runUntilIdle();
    const [message] = await receive();
    expect(JSON.parse(message?.Body ?? '')).toMatchObject({
      detail: { by: 'one' },
      resources: [executionArn, stateMachineArn],
    });
  });
});
