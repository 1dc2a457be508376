import { describe, expect, it } from 'vitest';
import { functionZip } from './testing/function-zip.ts';
import { createLambdaCloud } from './testing/lambda-cloud.ts';

describe('function errors', () => {
  it('answers name, message and trace of a thrown error, and lives on', async () => {
    await using cloud = createLambdaCloud();
    await cloud.define(
      'throws',
      `export const handler = async ({ fail }) => {
        if (fail) { const error = new TypeError('no such column'); error.name = 'SchemaMismatch'; throw error; }
        return 'fine';
      };`,
    );
    const answer = await cloud.run('throws', { fail: true });
    expect(answer.functionError).toBe('Unhandled');
    expect(answer.payload).toMatchObject({ errorType: 'SchemaMismatch', errorMessage: 'no such column' });
    expect((answer.payload as { trace: string[] }).trace[0]).toContain('no such column');
    expect((await cloud.run('throws')).payload).toBe('fine');
  });

  it.each([
    ['a string', "throw 'plain'", { errorType: 'string', errorMessage: 'plain', trace: [] }],
    ['a number', 'throw 7', { errorType: 'number', errorMessage: '7', trace: [] }],
  ])('answers the type of %s that was thrown', async (_what, statement, expected) => {
    await using cloud = createLambdaCloud();
    await cloud.define('throws', `export const handler = async () => { ${statement}; };`);
    expect((await cloud.run('throws')).payload).toEqual(expected);
  });

  it('kills a handler at its timeout, also one that never yields, and starts afresh', async () => {
    await using cloud = createLambdaCloud();
    const source = 'export const handler = async ({ spin }) => { while (spin); return process.pid; };';
    await cloud.define('spins', source, { Timeout: 1 });
    const { payload, functionError } = await cloud.run('spins', { spin: true });
    expect(functionError).toBe('Unhandled');
    expect(payload).toEqual({
      errorType: 'Sandbox.Timedout',
      errorMessage: expect.stringMatching(/^RequestId: \S+ Error: Task timed out after 1\.00 seconds$/),
    });
    expect(cloud.recording.lines.map(({ message }) => message).join('\n')).toContain(
      'Task timed out after 1.00 seconds',
    );
    expect((await cloud.run('spins')).payload).toEqual(expect.any(Number));
  });

  it('ends a handler that takes more memory than it has', async () => {
    await using cloud = createLambdaCloud();
    const source = `export const handler = async () => {
      const held = [];
      for (;;) { held.push(Buffer.alloc(20_000_000, 1)); await new Promise((resolve) => setTimeout(resolve, 5)); }
    };`;
    await cloud.define('greedy', source, { Timeout: 20, MemorySize: 128 });
    expect((await cloud.run('greedy')).payload).toMatchObject({
      errorType: 'Runtime.OutOfMemory',
      errorMessage: expect.stringContaining('signal: killed'),
    });
  });

  it('names the exit status of a process that ended itself', async () => {
    await using cloud = createLambdaCloud();
    await cloud.define('exits', 'export const handler = async () => process.exit(3);');
    expect((await cloud.run('exits')).payload).toMatchObject({
      errorType: 'Runtime.ExitError',
      errorMessage: expect.stringMatching(/Error: Runtime exited with error: exit status 3$/),
    });
  });

  it('answers an unhandled rejection outside of the handler', async () => {
    await using cloud = createLambdaCloud();
    const source = `export const handler = async () => {
      Promise.reject(new Error('left alone'));
      await new Promise((resolve) => setTimeout(resolve, 1000));
    };`;
    await cloud.define('rejects', source);
    const expected = { errorType: 'Runtime.UnhandledPromiseRejection', errorMessage: 'Error: left alone' };
    expect((await cloud.run('rejects')).payload).toMatchObject(expected);
    expect((await cloud.run('rejects')).payload).toMatchObject(expected);
  });

  it.each([
    ['missing.handler', 'export const handler = 1;', 'Runtime.ImportModuleError', "Cannot find module 'missing'"],
    ['index.other', 'export const handler = 1;', 'Runtime.HandlerNotFound', 'index.other is undefined or not exported'],
    ['index', 'export const handler = 1;', 'Runtime.MalformedHandlerName', 'Bad handler'],
    ['index.handler', 'export const handler = ;', 'Runtime.UserCodeSyntaxError', 'Unexpected token'],
    [
      'index.handler',
      "import 'no-such-package';",
      'Runtime.ImportModuleError',
      "Cannot find package 'no-such-package'",
    ],
    ['index.handler', "throw new RangeError('at import');", 'RangeError', 'at import'],
  ])('answers handler %s of "%s" with %s', async (Handler, source, ...expected) => {
    await using cloud = createLambdaCloud();
    await cloud.define('broken', source, { Handler });
    const { payload, functionError } = await cloud.run('broken');
    expect(functionError).toBe('Unhandled');
    const [errorType, message] = expected;
    expect(payload).toMatchObject({ errorType, errorMessage: expect.stringContaining(message) });
  });

  it('refuses a package that is no zip', async () => {
    await using cloud = createLambdaCloud();
    const Code = { ZipFile: Buffer.from('not a zip') };
    await expect(cloud.define('nozip', '', { Code })).rejects.toMatchObject({ code: 'InvalidParameterValueException' });
  });

  it('refuses a package that reaches out of its folder', async () => {
    await using cloud = createLambdaCloud();
    await cloud.define('escape', '', { Code: { ZipFile: functionZip({ '../../escape.mjs': '' }) } });
    await expect(cloud.run('escape')).rejects.toThrow('points outside of the package');
  });
});
