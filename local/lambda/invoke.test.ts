import { describe, expect, it } from 'vitest';
import { TEST_START } from '../testing/test-cloud.ts';
import { functionZip } from './testing/function-zip.ts';
import { createLambdaCloud } from './testing/lambda-cloud.ts';

describe('Invoke', () => {
  it('answers what an async ESM handler returns', async () => {
    await using cloud = createLambdaCloud();
    await cloud.define('echo', 'export const handler = async (event) => ({ twice: event.value * 2 });');
    expect(await cloud.run('echo', { value: 21 })).toEqual({ payload: { twice: 42 }, version: '$LATEST' });
  });

  it('runs CommonJS handlers in nested folders and resolves the modules around the project', async () => {
    await using cloud = createLambdaCloud();
    const source = "const { zipSync } = require('fflate'); exports.handler = async () => typeof zipSync;";
    const Code = { ZipFile: functionZip({ 'src/nested/app.js': source }) };
    await cloud.define('commonjs', '', { Code, Handler: 'src/nested/app.handler' });
    expect((await cloud.run('commonjs')).payload).toBe('function');
  });

  it('gives the handler its environment and a context', async () => {
    await using cloud = createLambdaCloud();
    const source = `export const handler = async (event, context) => ({
      ...context, remaining: context.getRemainingTimeInMillis(), own: process.env.OWN, caller: process.env.AWS_ACCESS_KEY_ID,
      endpoint: process.env.AWS_ENDPOINT_URL, region: process.env.AWS_REGION, root: process.env.LAMBDA_TASK_ROOT === process.cwd() });`;
    await cloud.define('who', source, { Timeout: 30, MemorySize: 256, Environment: { Variables: { OWN: 'yes' } } });
    const payload = (await cloud.run('who')).payload as Record<string, unknown>;
    expect(payload).toMatchObject({
      functionName: 'who',
      functionVersion: '$LATEST',
      memoryLimitInMB: '256',
      invokedFunctionArn: 'arn:aws:lambda:us-east-1:000000000000:function:who',
      own: 'yes',
      caller: 'who',
      endpoint: cloud.endpoint,
      region: 'us-east-1',
      root: true,
    });
    expect(payload.remaining).toBeGreaterThan(20_000);
    expect(payload.remaining).toBeLessThanOrEqual(30_000);
  });

  it('shows the virtual time, frozen while the handler runs, and moves it with the clock', async () => {
    await using cloud = createLambdaCloud();
    const source = `export const handler = async () => {
      const first = Date.now();
      await new Promise((resolve) => setTimeout(resolve, 20));
      return { first, second: new Date().getTime(), isDate: new Date() instanceof Date, year: new Date(0).getUTCFullYear() };
    };`;
    await cloud.define('clock', source);
    const at = (time: number) => ({ first: time, second: time, isDate: true, year: 1970 });
    expect((await cloud.run('clock')).payload).toEqual(at(TEST_START));
    await cloud.clock.advanceTo(TEST_START + 86_400_000);
    expect((await cloud.run('clock')).payload).toEqual(at(TEST_START + 86_400_000));
  });

  it('holds the clock while the function runs', async () => {
    await using cloud = createLambdaCloud();
    await cloud.define('slow', 'export const handler = () => new Promise((resolve) => setTimeout(resolve, 50));');
    const running = cloud.run('slow');
    expect(cloud.clock.holders()).toEqual(['lambda slow']);
    await running;
    expect(cloud.clock.holders()).toEqual([]);
  });

  it('keeps a process warm, starts another for a concurrent call, and queues what is more', async () => {
    await using cloud = createLambdaCloud();
    const source = `let calls = 0;
      export const handler = async () => { await new Promise((resolve) => setTimeout(resolve, 30)); return [process.pid, ++calls]; };`;
    await cloud.define('warm', source);
    const answers = await Promise.all(Array.from({ length: 12 }, () => cloud.run('warm')));
    const pids = new Set(answers.map(({ payload }) => (payload as number[])[0]));
    const calls = answers.map(({ payload }) => (payload as number[])[1]);
    expect(pids.size).toBeGreaterThan(1);
    expect(Math.max(...(calls as number[]))).toBeGreaterThanOrEqual(12 / pids.size);
  });

  it('ends as Unknown when the embedded AWS ends first, waiting or running', async () => {
    const cloud = createLambdaCloud();
    await cloud.define('slow', 'export const handler = () => new Promise((resolve) => setTimeout(resolve, 5000));');
    const calls = Array.from({ length: 5 }, () => cloud.run('slow').catch((error: Error) => error));
    await expect.poll(() => cloud.clock.holders().length).toBe(5);
    await cloud[Symbol.asyncDispose]();
    for (const error of await Promise.all(calls)) expect(error).toMatchObject({ code: 'Unknown', status: 500 });
  });

  it('answers a missing function by name', async () => {
    await using cloud = createLambdaCloud();
    await expect(cloud.run('nobody')).rejects.toMatchObject({
      code: 'ResourceNotFoundException',
      status: 404,
      message: 'Function not found: arn:aws:lambda:us-east-1:000000000000:function:nobody',
    });
  });

  it('throttles above the reserved concurrency', async () => {
    await using cloud = createLambdaCloud();
    await cloud.define('one', 'export const handler = () => new Promise((resolve) => setTimeout(resolve, 50));');
    await cloud.call('lambda', 'PutFunctionConcurrency', { FunctionName: 'one', ReservedConcurrentExecutions: 1 });
    const first = cloud.run('one');
    await expect(cloud.run('one')).rejects.toMatchObject({ code: 'TooManyRequestsException', status: 429 });
    expect((await first).payload).toBeNull();
  });

  it('writes START, output, END and REPORT lines and answers their tail', async () => {
    await using cloud = createLambdaCloud();
    await cloud.define(
      'talk',
      "export const handler = async () => { console.log('hello', { a: 1 }); console.error('oh'); };",
    );
    const answer = await cloud.call('lambda', 'Invoke', { FunctionName: 'talk', LogType: 'Tail' });
    const messages = cloud.recording.lines.map(({ message }) => message);
    expect(messages).toHaveLength(5);
    expect(messages[0]).toMatch(/^START RequestId: \S+ Version: \$LATEST$/);
    expect(messages[1]).toMatch(/^2026-01-05T00:00:00.000Z\t\S+\tINFO\thello \{ a: 1 \}$/);
    expect(messages[2]).toMatch(/\tERROR\toh$/);
    expect(messages[4]).toMatch(
      /^REPORT RequestId: \S+\tDuration: .* ms\tBilled Duration: \d+ ms\tMemory Size: 128 MB/,
    );
    expect(cloud.recording.lines[0]?.group).toBe('/aws/lambda/talk');
    expect(cloud.recording.lines[0]?.stream).toMatch(/^2026\/01\/05\/\[\$LATEST\][0-9a-f]{32}$/);
    const tail = Buffer.from((answer as { LogResult: string }).LogResult, 'base64').toString();
    expect(tail).toBe(`${messages.join('\n')}\n`);
  });
});
