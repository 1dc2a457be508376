import { describe, expect, it } from 'vitest';
import { type FaultPoint, ServiceError } from '../cloud.ts';
import { TEST_START } from '../testing/test-cloud.ts';
import { createBusCloud, FUNCTION } from './testing/bus-cloud.ts';

const QUEUE = 'arn:aws:sqs:us-east-1:000000000000:dead';

describe('EventBridge', () => {
  it('delivers an event in its envelope to the targets of matching rules', async () => {
    await using cloud = createBusCloud();
    await cloud.rule('orders', { source: ['shop'], detail: { total: [{ numeric: ['>', 10] }] } });
    await cloud.put({ total: 5 });
    await cloud.put({ total: 50 }, { Resources: ['arn:x'] });
    expect(cloud.invoked.map(({ payload }) => payload)).toEqual([
      {
        version: '0',
        id: expect.stringMatching(/^[0-9a-f-]{36}$/),
        'detail-type': 'Order',
        source: 'shop',
        account: '000000000000',
        time: '2026-01-05T00:00:00Z',
        region: 'us-east-1',
        resources: ['arn:x'],
        detail: { total: 50 },
      },
    ]);
  });

  it('takes the events of services', async () => {
    await using cloud = createBusCloud();
    await cloud.rule('s3', { source: ['aws.s3'], 'detail-type': ['Object Created'] });
    cloud.emit({ source: 'aws.s3', detailType: 'Object Created', resources: [], detail: { key: 'k' } });
    await cloud.clock.runUntilIdle();
    expect(cloud.invoked[0]?.payload.detail).toEqual({ key: 'k' });
  });

  it('tells what is wrong with an entry and takes the others', async () => {
    await using cloud = createBusCloud();
    const result = await cloud.events('PutEvents', {
      Entries: [
        { Source: 's', DetailType: 'd', Detail: '{}' },
        { DetailType: 'd', Detail: '{}' },
        { Source: 's', DetailType: 'd', Detail: '[1]' },
        { Source: 'aws.s3', DetailType: 'd', Detail: '{}' },
      ],
    });
    expect(result).toEqual({
      FailedEntryCount: 3,
      Entries: [
        { EventId: expect.any(String) },
        {
          ErrorCode: 'InvalidArgument',
          ErrorMessage: 'Parameter Source is not valid. Reason: Source is a required argument.',
        },
        { ErrorCode: 'MalformedDetail', ErrorMessage: 'Detail is malformed.' },
        { ErrorCode: 'NotAuthorizedForSourceException', ErrorMessage: 'Not authorized for the source.' },
      ],
    });
  });

  it('retries a target that fails, with growing pauses, until it accepts', async () => {
    let refusals = 3;
    await using cloud = createBusCloud({
      onInvoke: () => {
        if (refusals-- > 0) throw new ServiceError('TooManyRequestsException', 'Rate exceeded', { status: 429 });
      },
    });
    await cloud.rule('all', { source: ['shop'] });
    await cloud.put({});
    expect(cloud.invoked).toHaveLength(1);
    const waited = (cloud.invoked[0]?.at ?? 0) - TEST_START;
    expect(waited).toBeGreaterThanOrEqual(3_500);
    expect(waited).toBeLessThanOrEqual(7_000);
  });

  it('sends what it gives up to the dead-letter queue, with the reason', async () => {
    await using cloud = createBusCloud({
      onInvoke: () => {
        throw new ServiceError('ThrottlingException', 'Rate exceeded', { status: 400 });
      },
    });
    await cloud.rule(
      'all',
      { source: ['shop'] },
      { DeadLetterConfig: { Arn: QUEUE }, RetryPolicy: { MaximumRetryAttempts: 2 } },
    );
    await cloud.put({ n: 1 });
    expect(cloud.messages).toHaveLength(1);
    const [{ MessageBody = '', MessageAttributes = {}, QueueUrl = '' } = {}] = cloud.messages;
    expect(QueueUrl).toBe('http://queue/dead');
    expect(JSON.parse(MessageBody)).toMatchObject({ source: 'shop', detail: { n: 1 } });
    expect(
      Object.fromEntries(Object.entries(MessageAttributes).map(([name, { StringValue }]) => [name, StringValue])),
    ).toEqual({
      RULE_ARN: 'arn:aws:events:us-east-1:000000000000:rule/all',
      TARGET_ARN: FUNCTION,
      ERROR_CODE: 'THROTTLING',
      ERROR_MESSAGE: 'Rate exceeded',
      EXHAUSTED_RETRY_CONDITION: 'MaximumRetryAttempts',
      RETRY_ATTEMPTS: '2',
    });
  });

  it('does not retry a target that is gone', async () => {
    await using cloud = createBusCloud({
      onInvoke: () => {
        throw new ServiceError('ResourceNotFoundException', 'Function not found', { status: 404 });
      },
    });
    await cloud.rule('all', { source: ['shop'] }, { DeadLetterConfig: { Arn: QUEUE } });
    await cloud.put({});
    expect(cloud.messages[0]?.MessageAttributes?.ERROR_CODE?.StringValue).toBe('NO_RESOURCE');
    expect(cloud.messages[0]?.MessageAttributes?.RETRY_ATTEMPTS?.StringValue).toBe('0');
    expect(cloud.clock.now()).toBe(TEST_START);
  });

  it('gives up after a day and 185 attempts at most', async () => {
    let calls = 0;
    await using cloud = createBusCloud({
      onInvoke: () => {
        calls++;
        throw new ServiceError('ServiceException', 'down', { status: 500 });
      },
    });
    await cloud.rule('all', { source: ['shop'] });
    await cloud.put({});
    expect(calls).toBeGreaterThan(100);
    expect(calls).toBeLessThanOrEqual(186);
    expect(cloud.clock.now() - TEST_START).toBeLessThanOrEqual(86_400_000);
    expect(cloud.store.collection('eventbridge.deliveries').size).toBe(0);
  });

  it('loses events only of best-effort producers, and duplicates any, when a fault says so', async () => {
    const lose = ({ operation }: FaultPoint) => (operation === 'Deliver' ? { id: 'f', drop: true } : undefined);
    await using losing = createBusCloud({ fault: lose });
    await losing.rule('all', { source: ['aws.sagemaker', 'aws.s3'] });
    for (const source of ['aws.sagemaker', 'aws.s3']) {
      losing.emit({ source, detailType: 'd', resources: [], detail: {} });
    }
    await losing.clock.runUntilIdle();
    expect(losing.invoked.map(({ payload }) => payload.source)).toEqual(['aws.s3']);

    const subjects: unknown[] = [];
    const twice = ({ subject }: FaultPoint) => {
      subjects.push(subject);
      return { id: 'f', error: { code: 'Duplicate', message: 'twice' } };
    };
    await using doubling = createBusCloud({ fault: twice });
    await doubling.rule('all', { source: ['shop'] });
    await doubling.put({});
    expect(new Set(doubling.invoked.map(({ payload }) => payload.id)).size).toBe(1);
    expect(doubling.invoked).toHaveLength(2);
    expect(subjects[0]).toEqual({ source: 'shop', detailType: 'Order', rule: 'all' });
  });

  it('delivers after a restart what was not delivered before', async () => {
    const first = createBusCloud({
      onInvoke: () => {
        throw new ServiceError('ServiceException', 'down', { status: 500 });
      },
    });
    await first.rule('all', { source: ['shop'] });
    await first.events('PutEvents', { Entries: [{ Source: 'shop', DetailType: 'd', Detail: '{"n":1}' }] });
    await first.clock.advanceTo(TEST_START + 30_000);
    expect(first.invoked).toHaveLength(0);

    await using second = createBusCloud({ directory: first.directory });
    await second.clock.runUntilIdle();
    expect(second.invoked.map(({ payload }) => payload.detail)).toEqual([{ n: 1 }]);
    await first[Symbol.asyncDispose]();
  });

  it('starts a state machine under a name made of the event', async () => {
    await using cloud = createBusCloud();
    const Arn = 'arn:aws:states:us-east-1:000000000000:stateMachine:m';
    await cloud.rule('all', { source: ['shop'] }, { Arn, InputPath: '$.detail' });
    await cloud.put({ n: 1 });
    expect(cloud.started).toMatchObject([{ stateMachineArn: Arn, input: '{"n":1}' }]);
    expect(cloud.started[0]?.name.length).toBeLessThanOrEqual(80);
  });

  it('fires schedules at their time without making time jump', async () => {
    await using cloud = createBusCloud();
    await cloud.events('PutRule', { Name: 'reconcile', ScheduleExpression: 'rate(5 minutes)' });
    await cloud.events('PutTargets', { Rule: 'reconcile', Targets: [{ Id: 't', Arn: FUNCTION }] });
    await cloud.clock.runUntilIdle();
    expect(cloud.clock.now()).toBe(TEST_START);
    await cloud.clock.advanceTo(TEST_START + 11 * 60_000);
    expect(cloud.invoked.map(({ payload }) => payload)).toMatchObject([
      { source: 'aws.events', 'detail-type': 'Scheduled Event', time: '2026-01-05T00:05:00Z', detail: {} },
      { time: '2026-01-05T00:10:00Z', resources: ['arn:aws:events:us-east-1:000000000000:rule/reconcile'] },
    ]);
    await cloud.events('DisableRule', { Name: 'reconcile' });
    await cloud.clock.advanceTo(TEST_START + 60 * 60_000);
    expect(cloud.invoked).toHaveLength(2);
  });

  it('replays an archive to the bus under the name of the replay and archives nothing twice', async () => {
    await using cloud = createBusCloud();
    const busArn = 'arn:aws:events:us-east-1:000000000000:event-bus/default';
    await cloud.rule('all', { source: ['shop'] });
    await cloud.rule('other', { source: ['shop'] });
    const { ArchiveArn } = await cloud.events('CreateArchive', {
      ArchiveName: 'a',
      EventSourceArn: busArn,
      EventPattern: '{"detail":{"keep":[true]}}',
    });
    await cloud.put({ keep: true });
    await cloud.put({ keep: false });
    const before = cloud.invoked.length;
    const replay = {
      ReplayName: 'again',
      EventSourceArn: ArchiveArn,
      EventStartTime: new Date(TEST_START),
      EventEndTime: new Date(TEST_START + 60_000),
      Destination: { Arn: busArn, FilterArns: ['arn:aws:events:us-east-1:000000000000:rule/all'] },
    };
    await cloud.events('StartReplay', replay);
    await cloud.clock.runUntilIdle();
    expect(cloud.invoked.slice(before).map(({ payload }) => payload)).toMatchObject([
      { id: cloud.invoked[0]?.payload.id, 'replay-name': 'again', detail: { keep: true } },
    ]);
    expect(await cloud.events('DescribeReplay', { ReplayName: 'again' })).toMatchObject({ State: 'COMPLETED' });
    expect(await cloud.events('DescribeArchive', { ArchiveName: 'a' })).toMatchObject({ EventCount: 1 });
    await expect(cloud.events('StartReplay', replay)).rejects.toMatchObject({ code: 'ResourceAlreadyExistsException' });
    const reversed = { ...replay, ReplayName: 'r', EventEndTime: replay.EventStartTime };
    await expect(cloud.events('StartReplay', reversed)).rejects.toThrow('EventStartTime must be before EventEndTime.');
  });

  it('passes events on to another bus', async () => {
    await using cloud = createBusCloud();
    await cloud.events('CreateEventBus', { Name: 'b' });
    await cloud.rule('forward', { source: ['shop'] }, { Arn: 'arn:aws:events:us-east-1:000000000000:event-bus/b' });
    await cloud.events('PutRule', { Name: 'there', EventBusName: 'b', EventPattern: '{"source":["shop"]}' });
    await cloud.events('PutTargets', { Rule: 'there', EventBusName: 'b', Targets: [{ Id: 't', Arn: FUNCTION }] });
    await cloud.put({ n: 1 });
    expect(cloud.invoked).toHaveLength(1);
  });
});

describe('rules and targets', () => {
  it('are described, listed and deleted', async () => {
    await using cloud = createBusCloud();
    await cloud.rule('one', { source: ['a'] });
    await cloud.rule('two', { source: ['a'] });
    expect(await cloud.events('DescribeRule', { Name: 'one' })).toMatchObject({
      Arn: 'arn:aws:events:us-east-1:000000000000:rule/one',
      State: 'ENABLED',
      EventPattern: '{"source":["a"]}',
    });
    const first = await cloud.events<{ NextToken: string }>('ListRules', { Limit: 1 });
    expect(first).toMatchObject({ Rules: [{ Name: 'one' }] });
    expect(await cloud.events('ListRules', { NextToken: first.NextToken })).toMatchObject({ Rules: [{ Name: 'two' }] });
    expect(await cloud.events('ListRuleNamesByTarget', { TargetArn: FUNCTION })).toEqual({ RuleNames: ['one', 'two'] });
    await expect(cloud.events('DeleteRule', { Name: 'one' })).rejects.toThrow(
      "Rule can't be deleted since it has targets.",
    );
    await cloud.events('RemoveTargets', { Rule: 'one', Ids: ['t'] });
    await cloud.events('DeleteRule', { Name: 'one' });
    await expect(cloud.events('DescribeRule', { Name: 'one' })).rejects.toThrow(
      'Rule one does not exist on EventBus default.',
    );
  });

  it.each<[why: string, target: object, message: string]>([
    [
      'an undeclared placeholder',
      { InputTransformer: { InputTemplate: '{"a": <x>}' } },
      'InputTemplate for target t contains invalid placeholder x.',
    ],
    ['two inputs', { Input: '{}', InputPath: '$.detail' }, 'Only one of Input, InputPath, or InputTransformer'],
    ['a target of no known kind', { Arn: 'arn:aws:kinesis:us-east-1:000000000000:stream/s' }, 'not to arn:aws:kinesis'],
  ])('refuses %s', async (_, target, message) => {
    await using cloud = createBusCloud();
    await expect(cloud.rule('r', { source: ['a'] }, target)).rejects.toThrow(message);
  });

  it('refuses a rule without pattern and schedule, and a pattern that is not valid', async () => {
    await using cloud = createBusCloud();
    await expect(cloud.events('PutRule', { Name: 'r' })).rejects.toMatchObject({ code: 'ValidationException' });
    await expect(cloud.rule('r', { source: 'a' })).rejects.toMatchObject({
      code: 'InvalidEventPatternException',
      message: 'Event pattern is not valid. Reason: "source" must be an object or an array',
    });
  });
});
