import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { TEST_START } from '../testing/test-cloud.ts';
import { createLambdaCloud, type LambdaCloud } from './testing/lambda-cloud.ts';

const FAILS = "export const handler = async () => { console.log('attempt'); throw new Error('broken'); };";
const MINUTE = 60_000;

function invokeAsync(cloud: LambdaCloud, name: string): void {
  const functionArn = `arn:aws:lambda:us-east-1:000000000000:function:${name}`;
  cloud.invokeAsync({ functionArn, payload: Buffer.from('{"order":1}') });
}

const attempts = ({ recording }: LambdaCloud) => recording.lines.filter(({ message }) => /\tattempt$/.test(message));
const sent = ({ recording }: LambdaCloud) => recording.sent.filter(({ operation }) => operation !== 'GetQueueUrl');

describe('asynchronous invocation', () => {
  it('runs once when the function succeeds', async () => {
    await using cloud = createLambdaCloud();
    await cloud.define('works', "export const handler = async (event) => console.log('attempt');");
    invokeAsync(cloud, 'works');
    expect(await cloud.clock.runUntilIdle()).toBe(TEST_START);
    expect(attempts(cloud)).toHaveLength(1);
  });

  it('tries a failed function again after one minute and then two', async () => {
    await using cloud = createLambdaCloud();
    await cloud.define('fails', FAILS);
    invokeAsync(cloud, 'fails');
    expect(await cloud.clock.runUntilIdle()).toBe(TEST_START + 3 * MINUTE);
    expect(attempts(cloud)).toHaveLength(3);
    expect(sent(cloud)).toEqual([]);
  });

  it('sends what failed for good to the on-failure destination', async () => {
    await using cloud = createLambdaCloud();
    await cloud.define('fails', FAILS);
    await cloud.call('lambda', 'PutFunctionEventInvokeConfig', {
      FunctionName: 'fails',
      MaximumRetryAttempts: 1,
      DestinationConfig: { OnFailure: { Destination: 'arn:aws:sqs:us-east-1:000000000000:failed' } },
    });
    invokeAsync(cloud, 'fails');
    await cloud.clock.runUntilIdle();
    const [message] = sent(cloud);
    expect(message).toMatchObject({
      service: 'sqs',
      operation: 'SendMessage',
      input: { QueueUrl: 'http://queue/failed' },
    });
    expect(JSON.parse(String(message?.input.MessageBody))).toEqual({
      version: '1.0',
      timestamp: '2026-01-05T00:01:00.000Z',
      requestContext: {
        requestId: expect.any(String),
        functionArn: 'arn:aws:lambda:us-east-1:000000000000:function:fails:$LATEST',
        condition: 'RetriesExhausted',
        approximateInvokeCount: 2,
      },
      requestPayload: { order: 1 },
      responseContext: { statusCode: 200, executedVersion: '$LATEST', functionError: 'Unhandled' },
      responsePayload: { errorType: 'Error', errorMessage: 'broken', trace: expect.any(Array) },
    });
  });

  it('sends the event itself to the dead-letter topic', async () => {
    await using cloud = createLambdaCloud();
    const TargetArn = 'arn:aws:sns:us-east-1:000000000000:dead';
    await cloud.define('fails', FAILS, { DeadLetterConfig: { TargetArn } });
    invokeAsync(cloud, 'fails');
    await cloud.clock.runUntilIdle();
    expect(sent(cloud)).toMatchObject([
      {
        operation: 'Publish',
        input: {
          TopicArn: TargetArn,
          Message: '{"order":1}',
          MessageAttributes: { ErrorCode: { StringValue: '200' }, ErrorMessage: { StringValue: 'broken' } },
        },
      },
    ]);
  });

  it('backs off from throttles without spending retries, until the event is too old', async () => {
    await using cloud = createLambdaCloud();
    await cloud.define('closed', FAILS);
    await cloud.call('lambda', 'PutFunctionConcurrency', { FunctionName: 'closed', ReservedConcurrentExecutions: 0 });
    await cloud.call('lambda', 'PutFunctionEventInvokeConfig', {
      FunctionName: 'closed',
      MaximumEventAgeInSeconds: 60,
      DestinationConfig: { OnFailure: { Destination: 'arn:aws:sns:us-east-1:000000000000:failed' } },
    });
    invokeAsync(cloud, 'closed');
    await cloud.clock.runUntilIdle();
    // 1 + 2 + 4 + 8 + 16 seconds; the next pause would pass the minute.
    expect(cloud.clock.now()).toBe(TEST_START + 31_000);
    const record = JSON.parse(String(sent(cloud)[0]?.input.Message)) as { requestContext: object };
    expect(record.requestContext).toMatchObject({ condition: 'EventAgeExceeded', approximateInvokeCount: 0 });
    expect(attempts(cloud)).toEqual([]);
  });

  it('refuses a function that does not exist at once', () => {
    const cloud = createLambdaCloud();
    expect(() => invokeAsync(cloud, 'nobody')).toThrow('Function not found');
    return cloud[Symbol.asyncDispose]();
  });

  it('begins an attempt again that was cut off by the end of the process', async () => {
    const directory = mkdtempSync(join(tmpdir(), 'andon-test-'));
    {
      await using cloud = createLambdaCloud({ directory });
      await cloud.define('slow', 'export const handler = () => new Promise((resolve) => setTimeout(resolve, 300));');
      for (let event = 0; event < 4; event++) invokeAsync(cloud, 'slow');
    }
    {
      await using cloud = createLambdaCloud({ directory });
      expect(await cloud.clock.runUntilIdle()).toBe(TEST_START);
      const reports = cloud.recording.lines.filter(({ message }) => message.startsWith('REPORT'));
      expect(reports).toHaveLength(4);
    }
    rmSync(directory, { recursive: true });
  });

  it('goes on with its retries after a restart', async () => {
    const directory = mkdtempSync(join(tmpdir(), 'andon-test-'));
    {
      await using cloud = createLambdaCloud({ directory });
      await cloud.define('fails', FAILS);
      invokeAsync(cloud, 'fails');
      await cloud.clock.advanceTo(TEST_START + 1000);
      expect(attempts(cloud)).toHaveLength(1);
    }
    {
      await using cloud = createLambdaCloud({ directory });
      await cloud.clock.runUntilIdle();
      expect(attempts(cloud)).toHaveLength(2);
    }
    rmSync(directory, { recursive: true });
  });
});
