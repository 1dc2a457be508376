import {
  CreateFunctionCommand,
  GetFunctionCommand,
  InvokeCommand,
  LambdaClient,
  PutFunctionEventInvokeConfigCommand,
} from '@aws-sdk/client-lambda';
import { describe, expect, it } from 'vitest';
import { createServedCloud } from '../testing/served-cloud.ts';
import { createLambda } from './service.ts';
import { functionZip } from './testing/function-zip.ts';
import { recordingServices } from './testing/recording-services.ts';

async function served() {
  const { recording, services } = recordingServices();
  const cloud = await createServedCloud({ services: [...services, createLambda] });
  return { ...cloud, recording, lambda: new LambdaClient(cloud.client) };
}

const create = (source: string) =>
  new CreateFunctionCommand({
    FunctionName: 'app',
    Runtime: 'nodejs24.x',
    Role: 'arn:aws:iam::000000000000:role/test',
    Handler: 'index.handler',
    Code: { ZipFile: functionZip({ 'index.mjs': source }) },
  });

describe('Lambda over the wire', () => {
  it('creates a function from bytes and answers its payload, logs and version', async () => {
    await using cloud = await served();
    await cloud.lambda.send(
      create("export const handler = async ({ n }) => { console.log('doubling'); return n * 2; };"),
    );
    const { Configuration } = await cloud.lambda.send(new GetFunctionCommand({ FunctionName: 'app' }));
    expect(Configuration).toMatchObject({
      FunctionName: 'app',
      Runtime: 'nodejs24.x',
      MemorySize: 128,
      State: 'Active',
    });
    const input = { FunctionName: 'app', Payload: Buffer.from('{"n":21}'), LogType: 'Tail' as const };
    const answer = await cloud.lambda.send(new InvokeCommand(input));
    expect(answer).toMatchObject({ StatusCode: 200, ExecutedVersion: '$LATEST' });
    expect(answer.FunctionError).toBeUndefined();
    expect(answer.Payload?.transformToString()).toBe('42');
    expect(Buffer.from(answer.LogResult ?? '', 'base64').toString()).toContain('\tINFO\tdoubling');
    expect(cloud.logged).toEqual([]);
  });

  it('answers a function error in the payload and a missing function as an error', async () => {
    await using cloud = await served();
    await cloud.lambda.send(create("export const handler = async () => { throw new RangeError('too far'); };"));
    const answer = await cloud.lambda.send(new InvokeCommand({ FunctionName: 'app' }));
    expect(answer).toMatchObject({ StatusCode: 200, FunctionError: 'Unhandled' });
    expect(JSON.parse(answer.Payload?.transformToString() ?? '')).toMatchObject({ errorType: 'RangeError' });
    await expect(cloud.lambda.send(new InvokeCommand({ FunctionName: 'gone' }))).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
      $metadata: { httpStatusCode: 404 },
    });
  });

  it('accepts events and answers dates as dates', async () => {
    await using cloud = await served();
    await cloud.lambda.send(create("export const handler = async () => console.log('came');"));
    const config = await cloud.lambda.send(
      new PutFunctionEventInvokeConfigCommand({ FunctionName: 'app', MaximumRetryAttempts: 0 }),
    );
    expect(config.LastModified).toEqual(cloud.clock.date());
    const accepted = await cloud.lambda.send(new InvokeCommand({ FunctionName: 'app', InvocationType: 'Event' }));
    expect(accepted.StatusCode).toBe(202);
    await cloud.clock.runUntilIdle();
    expect(cloud.recording.lines.some(({ message }) => message.endsWith('\tcame'))).toBe(true);
  });

  it('lets a function call the embedded AWS with the SDK, at virtual time, known by its name', async () => {
    await using cloud = await served();
    const source = `import { createRequire } from 'node:module';
      const require = createRequire(import.meta.url);
      const { LambdaClient, GetFunctionCommand } = require('@aws-sdk/client-lambda');
      export const handler = async () => {
        const answer = await new LambdaClient({}).send(new GetFunctionCommand({ FunctionName: 'app' }));
        return answer.Configuration.LastModified;
      };`;
    await cloud.lambda.send(create(source));
    const answer = await cloud.lambda.send(new InvokeCommand({ FunctionName: 'app' }));
    expect(answer.Payload?.transformToString()).toBe('"2026-01-05T00:00:00.000+0000"');
  });
});
