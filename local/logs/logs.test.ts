import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { CreateService, MetricDatum } from '../cloud.ts';
import { createTestCloud, TEST_START } from '../testing/test-cloud.ts';
import { createLogs } from './service.ts';

const group = '/aws/lambda/intake';
const GROUP = { logGroupName: group };
const STREAM = { ...GROUP, logStreamName: 'one' };

function createLogCloud(directory?: string) {
  const metrics: MetricDatum[] = [];
  const cloudwatch: CreateService = () => ({
    id: 'cloudwatch',
    operations: {},
    ports: { metric: (datum) => void metrics.push(datum) },
  });
  const cloud = createTestCloud({
    services: [cloudwatch, createLogs],
    ...(directory === undefined ? {} : { directory }),
  });
  type Answer = { events: { message: string; timestamp: number }[] } & Record<string, string | undefined>;
  const read = async (operation: string, input: object) => (await cloud.call('logs', operation, input)) as Answer;
  return {
    ...cloud,
    metrics,
    read,
    messages: async (operation: string, input: object) =>
      (await read(operation, input)).events.map(({ message }) => message),
    write(...messages: string[]) {
      for (const message of messages) cloud.log({ group, stream: 'one', message });
    },
  };
}

describe('log events', () => {
  it('of the log port make their group and stream', async () => {
    await using cloud = createLogCloud();
    cloud.write('first', 'second');
    expect(await cloud.messages('GetLogEvents', { ...STREAM, startFromHead: true })).toEqual(['first', 'second']);
    const groups = await cloud.call('logs', 'DescribeLogGroups', { logGroupNamePrefix: '/aws/lambda/' });
    expect(groups).toMatchObject({
      logGroups: [
        { logGroupName: group, storedBytes: 11, arn: expect.stringMatching(/log-group:\/aws\/lambda\/intake:\*$/) },
      ],
    });
    const streams = await cloud.call('logs', 'DescribeLogStreams', GROUP);
    expect(streams).toMatchObject({ logStreams: [{ logStreamName: 'one', lastEventTimestamp: TEST_START }] });
  });

  it('put by a client are read back in pages, forward and backward', async () => {
    await using cloud = createLogCloud();
    await cloud.call('logs', 'CreateLogGroup', GROUP);
    await cloud.call('logs', 'CreateLogStream', STREAM);
    const logEvents = ['a', 'b', 'c', 'd', 'e'].map((message, index) => ({ message, timestamp: TEST_START + index }));
    await cloud.call('logs', 'PutLogEvents', { ...STREAM, logEvents });
    const newest = await cloud.read('GetLogEvents', { ...STREAM, limit: 2 });
    expect(newest.events.map(({ message }) => message)).toEqual(['d', 'e']);
    const older = await cloud.read('GetLogEvents', { ...STREAM, limit: 2, nextToken: newest.nextBackwardToken });
    expect(older.events.map(({ message }) => message)).toEqual(['b', 'c']);
    const end = await cloud.read('GetLogEvents', { ...STREAM, nextToken: newest.nextForwardToken });
    expect(end.events).toEqual([]);
    expect(end.nextForwardToken).toBe(newest.nextForwardToken);
    const between = { ...STREAM, startTime: TEST_START + 1, endTime: TEST_START + 3, startFromHead: true };
    expect(await cloud.messages('GetLogEvents', between)).toEqual(['b', 'c']);
  });

  it('are filtered over all streams of a group, in pages', async () => {
    await using cloud = createLogCloud();
    cloud.write('{"level":"ERROR","n":1}', '{"level":"INFO","n":2}');
    cloud.log({ group, stream: 'two', message: '{"level":"ERROR","n":3}' });
    const filter = { ...GROUP, filterPattern: '{ $.level = "ERROR" }' };
    expect(await cloud.messages('FilterLogEvents', filter)).toHaveLength(2);
    const first = await cloud.read('FilterLogEvents', { ...filter, limit: 1 });
    expect(first.nextToken).toBe('1');
    expect(await cloud.messages('FilterLogEvents', { ...filter, nextToken: first.nextToken })).toEqual([
      '{"level":"ERROR","n":3}',
    ]);
    expect(await cloud.messages('FilterLogEvents', { ...GROUP, logStreamNames: ['two'] })).toHaveLength(1);
  });

  it('become metrics when they embed some', async () => {
    await using cloud = createLogCloud();
    const directive = { Namespace: 'Andon', Dimensions: [[]], Metrics: [{ Name: 'Rows' }] };
    cloud.write(JSON.stringify({ _aws: { Timestamp: TEST_START, CloudWatchMetrics: [directive] }, Rows: 7 }));
    expect(cloud.metrics).toMatchObject([{ namespace: 'Andon', name: 'Rows', value: 7, at: TEST_START }]);
  });

  it('are there after a restart', async () => {
    const directory = mkdtempSync(join(tmpdir(), 'andon-test-'));
    {
      await using cloud = createLogCloud(directory);
      cloud.write('before');
    }
    {
      await using cloud = createLogCloud(directory);
      cloud.write('after');
      expect(await cloud.messages('FilterLogEvents', GROUP)).toEqual(['before', 'after']);
    }
    rmSync(directory, { recursive: true });
  });

  it('are bounded: the oldest of a group give way', async () => {
    await using cloud = createLogCloud();
    for (let index = 0; index < 60_000; index++) cloud.write(`line ${index}`);
    const events = await cloud.messages('FilterLogEvents', { ...GROUP, limit: 100_000 });
    expect(events.length).toBeLessThanOrEqual(55_000);
    expect(events.length).toBeGreaterThanOrEqual(50_000);
    expect(events.at(-1)).toBe('line 59999');
  });

  it('expire with the retention of their group', async () => {
    await using cloud = createLogCloud();
    cloud.write('old');
    await cloud.call('logs', 'PutRetentionPolicy', { ...GROUP, retentionInDays: 1 });
    await cloud.clock.advanceTo(TEST_START + 2 * 86_400_000);
    cloud.write('new');
    expect(await cloud.messages('FilterLogEvents', GROUP)).toEqual(['new']);
  });
});

describe('log groups', () => {
  it('exist once, carry tags, and take their events with them', async () => {
    await using cloud = createLogCloud();
    await cloud.call('logs', 'CreateLogGroup', { ...GROUP, tags: { a: '1' } });
    await expect(cloud.call('logs', 'CreateLogGroup', GROUP)).rejects.toMatchObject({
      code: 'ResourceAlreadyExistsException',
    });
    const resourceArn = `arn:aws:logs:us-east-1:000000000000:log-group:${group}`;
    await cloud.call('logs', 'TagResource', { resourceArn, tags: { b: '2' } });
    await cloud.call('logs', 'UntagResource', { resourceArn: `${resourceArn}:*`, tagKeys: ['a'] });
    expect(await cloud.call('logs', 'ListTagsForResource', { resourceArn })).toEqual({ tags: { b: '2' } });
    cloud.write('line');
    await cloud.call('logs', 'DeleteLogGroup', GROUP);
    await expect(cloud.call('logs', 'FilterLogEvents', GROUP)).rejects.toMatchObject({
      code: 'ResourceNotFoundException',
    });
    cloud.write('again');
    expect(await cloud.messages('FilterLogEvents', GROUP)).toEqual(['again']);
  });
});
