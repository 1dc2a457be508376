import {
  CloudWatchLogsClient,
  CreateLogGroupCommand,
  CreateLogStreamCommand,
  DescribeLogGroupsCommand,
  FilterLogEventsCommand,
  PutLogEventsCommand,
} from '@aws-sdk/client-cloudwatch-logs';
import { describe, expect, it } from 'vitest';
import { createServedCloud } from '../testing/served-cloud.ts';
import { TEST_START } from '../testing/test-cloud.ts';
import { createLogs } from './service.ts';

describe('Logs over the wire', () => {
  it('takes events and finds them', async () => {
    await using cloud = await createServedCloud({ services: [createLogs] });
    const client = new CloudWatchLogsClient(cloud.client);
    const logGroupName = '/andon/test';
    await client.send(new CreateLogGroupCommand({ logGroupName, tags: { a: 'b' } }));
    await client.send(new CreateLogStreamCommand({ logGroupName, logStreamName: 's' }));
    const logEvents = [
      { timestamp: TEST_START, message: 'ERROR one' },
      { timestamp: TEST_START + 1, message: 'INFO two' },
    ];
    await client.send(new PutLogEventsCommand({ logGroupName, logStreamName: 's', logEvents }));
    const { events } = await client.send(new FilterLogEventsCommand({ logGroupName, filterPattern: 'ERROR' }));
    expect(events).toMatchObject([{ message: 'ERROR one', timestamp: TEST_START, logStreamName: 's' }]);
    const { logGroups } = await client.send(new DescribeLogGroupsCommand({}));
    expect(logGroups).toMatchObject([{ logGroupName, creationTime: TEST_START }]);
    const missing = new FilterLogEventsCommand({ logGroupName: 'gone' });
    await expect(client.send(missing)).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
    expect(cloud.logged).toEqual([]);
  });
});
