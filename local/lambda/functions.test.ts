import { describe, expect, it } from 'vitest';
import { type CreateService, ServiceError } from '../cloud.ts';
import { functionZip } from './testing/function-zip.ts';
import { createLambdaCloud } from './testing/lambda-cloud.ts';

const answer = (value: string) => `export const handler = async () => '${value}';`;
const zip = (value: string) => functionZip({ 'index.mjs': answer(value) });

describe('functions', () => {
  it('take new code and configuration at the next invocation', async () => {
    await using cloud = createLambdaCloud();
    await cloud.define('app', answer('one'));
    expect((await cloud.run('app')).payload).toBe('one');
    await cloud.call('lambda', 'UpdateFunctionCode', { FunctionName: 'app', ZipFile: zip('two') });
    expect((await cloud.run('app')).payload).toBe('two');
    await cloud.call('lambda', 'UpdateFunctionConfiguration', { FunctionName: 'app', MemorySize: 512 });
    const configuration = await cloud.call('lambda', 'GetFunctionConfiguration', { FunctionName: 'app' });
    expect(configuration).toMatchObject({ MemorySize: 512, Timeout: 3, Runtime: 'nodejs24.x', State: 'Active' });
  });

  it('keep their warm processes when they are given the same code again', async () => {
    await using cloud = createLambdaCloud();
    const ZipFile = functionZip({ 'index.mjs': 'export const handler = async () => process.pid;' });
    await cloud.define('app', '', { Code: { ZipFile } });
    const { payload: pid } = await cloud.run('app');
    await cloud.call('lambda', 'UpdateFunctionCode', { FunctionName: 'app', ZipFile });
    expect((await cloud.run('app')).payload).toBe(pid);
  });

  it('read their package from S3', async () => {
    const s3: CreateService = () => ({
      id: 's3',
      operations: {
        GetObject({ Bucket, Key }: { Bucket: string; Key: string }) {
          if (Key === 'app.zip') return { Body: zip(Bucket) };
          throw new ServiceError('NoSuchKey', 'The specified key does not exist.', { status: 404 });
        },
      },
    });
    await using cloud = createLambdaCloud({ services: [s3] });
    await cloud.define('app', '', { Code: { S3Bucket: 'code', S3Key: 'app.zip' } });
    expect((await cloud.run('app')).payload).toBe('code');
    await expect(cloud.define('other', '', { Code: { S3Bucket: 'code', S3Key: 'x.zip' } })).rejects.toMatchObject({
      code: 'InvalidParameterValueException',
      message: expect.stringContaining('S3 Error Code: NoSuchKey'),
    });
  });

  it('are listed in pages and vanish when deleted', async () => {
    await using cloud = createLambdaCloud();
    for (const name of ['a', 'b', 'c']) await cloud.define(name, answer(name));
    const first = await cloud.call('lambda', 'ListFunctions', { MaxItems: 2 });
    expect(first).toMatchObject({ Functions: [{ FunctionName: 'a' }, { FunctionName: 'b' }], NextMarker: '2' });
    const second = await cloud.call('lambda', 'ListFunctions', { Marker: '2', MaxItems: 2 });
    expect(second).toMatchObject({ Functions: [{ FunctionName: 'c' }], NextMarker: undefined });
    await cloud.call('lambda', 'DeleteFunction', { FunctionName: 'a' });
    await expect(cloud.run('a')).rejects.toMatchObject({ code: 'ResourceNotFoundException' });
  });

  it('cannot be created twice', async () => {
    await using cloud = createLambdaCloud();
    await cloud.define('app', answer('one'));
    await expect(cloud.define('app', answer('two'))).rejects.toMatchObject({
      code: 'ResourceConflictException',
      status: 409,
      message: 'Function already exist: app',
    });
  });

  it.each([
    [{ Runtime: 'python3.13' as const }, 'The embedded AWS runs Node.js functions'],
    [{ Timeout: 901 }, 'between 1 and 900'],
    [{ MemorySize: 64 }, 'between 128 and 10240'],
    [{ Environment: { Variables: { AWS_REGION: 'x' } } }, 'Reserved keys used in this request: AWS_REGION'],
    [{ Environment: { Variables: { LONG: 'x'.repeat(4096) } } }, 'exceeded the 4KB limit'],
  ])('refuse %o', async (settings, message) => {
    await using cloud = createLambdaCloud();
    await expect(cloud.define('app', answer('x'), settings)).rejects.toThrow(message);
  });
});

describe('versions and aliases', () => {
  it('keep running the code they were published with', async () => {
    await using cloud = createLambdaCloud();
    await cloud.define('app', answer('one'), { Publish: true });
    await cloud.call('lambda', 'CreateAlias', { FunctionName: 'app', Name: 'live', FunctionVersion: '1' });
    await cloud.call('lambda', 'UpdateFunctionCode', { FunctionName: 'app', ZipFile: zip('two') });
    expect(await cloud.run('app:live')).toEqual({ payload: 'one', version: '1' });
    expect(await cloud.run('app:1')).toEqual({ payload: 'one', version: '1' });
    expect((await cloud.run('app')).payload).toBe('two');
    await cloud.call('lambda', 'PublishVersion', { FunctionName: 'app' });
    await cloud.call('lambda', 'UpdateAlias', { FunctionName: 'app', Name: 'live', FunctionVersion: '2' });
    expect(await cloud.run('app:live')).toEqual({ payload: 'two', version: '2' });
  });

  it('do not publish the same twice', async () => {
    await using cloud = createLambdaCloud();
    await cloud.define('app', answer('one'));
    const publish = async () => (await cloud.call('lambda', 'PublishVersion', { FunctionName: 'app' })) as object;
    const first = await publish();
    expect(first).toMatchObject({
      Version: '1',
      FunctionArn: 'arn:aws:lambda:us-east-1:000000000000:function:app:1',
    });
    expect(await publish()).toEqual(first);
    const { Versions } = (await cloud.call('lambda', 'ListVersionsByFunction', { FunctionName: 'app' })) as {
      Versions: { Version: string }[];
    };
    expect(Versions.map(({ Version }) => Version)).toEqual(['$LATEST', '1']);
  });
});

describe('permissions', () => {
  it('are kept as a resource policy', async () => {
    await using cloud = createLambdaCloud();
    await cloud.define('app', answer('one'));
    const permission = {
      FunctionName: 'app',
      StatementId: 'rule',
      Action: 'lambda:InvokeFunction',
      Principal: 'events.amazonaws.com',
      SourceArn: 'arn:aws:events:us-east-1:000000000000:rule/landed',
    };
    await cloud.call('lambda', 'AddPermission', permission);
    await expect(cloud.call('lambda', 'AddPermission', permission)).rejects.toMatchObject({
      code: 'ResourceConflictException',
    });
    const { Policy } = (await cloud.call('lambda', 'GetPolicy', { FunctionName: 'app' })) as { Policy: string };
    expect(JSON.parse(Policy)).toMatchObject({
      Statement: [{ Sid: 'rule', Principal: { Service: 'events.amazonaws.com' }, Effect: 'Allow' }],
    });
    await cloud.call('lambda', 'RemovePermission', { FunctionName: 'app', StatementId: 'rule' });
    await expect(cloud.call('lambda', 'GetPolicy', { FunctionName: 'app' })).rejects.toMatchObject({ status: 404 });
  });
});
