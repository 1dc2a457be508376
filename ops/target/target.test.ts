import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it, onTestFinished } from 'vitest';
import { clientSettings, forgetEndpoints, isLoopback } from './client-settings.ts';
import { findLocalEndpoint } from './find-local.ts';
import { describeTarget, resolveTarget } from './target.ts';

const alive = { env: {}, findLocal: async () => 'http://127.0.0.1:4566' };
const nothing = { env: {}, findLocal: async () => undefined };
const url = { AWS_ENDPOINT_URL: 'http://localhost:9000' };

describe('the target', () => {
  it('is the account of a named profile, whatever else there is', async () => {
    const target = await resolveTarget({ profile: 'prod', stage: 'prod' }, { ...alive, env: url });
    expect(target).toEqual({ kind: 'account', profile: 'prod', region: undefined, stage: 'prod' });
  });

  it('is the live local AWS of this folder when that is asked for', async () => {
    const target = await resolveTarget({ local: true, stage: 'dev' }, { ...alive, env: url });
    expect(target).toMatchObject({ endpoint: 'http://127.0.0.1:4566', found: 'local' });
  });

  it('is AWS_ENDPOINT_URL when nothing is asked for', async () => {
    const target = await resolveTarget({ stage: 'dev' }, { ...alive, env: url });
    expect(target).toMatchObject({ endpoint: 'http://localhost:9000', found: 'environment' });
  });

  it('is the live local AWS when there is no AWS_ENDPOINT_URL', async () => {
    expect(await resolveTarget({ stage: 'dev' }, alive)).toMatchObject({ found: 'local', region: 'us-east-1' });
  });

  it('is never an account that was not named', async () => {
    const sources = { ...nothing, env: { AWS_PROFILE: 'prod', AWS_ACCESS_KEY_ID: 'AKIA' } };
    await expect(resolveTarget({ stage: 'dev' }, sources)).rejects.toMatchObject({ code: 'NO_TARGET', exitCode: 2 });
  });

  it('is refused when the local AWS asked for is not alive', async () => {
    await expect(resolveTarget({ local: true, stage: 'dev' }, { ...nothing, env: url })).rejects.toThrow(/npm start/);
  });

  it('is refused when two are named', async () => {
    await expect(resolveTarget({ local: true, profile: 'x', stage: 'dev' }, alive)).rejects.toMatchObject({
      code: 'USAGE',
    });
  });

  it('takes --region before AWS_REGION', async () => {
    const env = { AWS_REGION: 'eu-west-1' };
    expect(await resolveTarget({ stage: 'dev' }, { ...alive, env })).toMatchObject({ region: 'eu-west-1' });
    expect(await resolveTarget({ stage: 'dev', region: 'x' }, { ...alive, env })).toMatchObject({ region: 'x' });
  });

  it('is said in one line', async () => {
    expect(describeTarget(await resolveTarget({ stage: 'dev' }, alive))).toBe(
      'local AWS http://127.0.0.1:4566, us-east-1, stage dev',
    );
    expect(describeTarget({ kind: 'account', profile: 'p', region: undefined, stage: 'prod' })).toBe(
      "AWS account of profile p, the profile's region, stage prod",
    );
  });
});

describe('the clients', () => {
  const endpoint = { kind: 'endpoint', found: 'environment', region: 'us-east-1', stage: 'dev' } as const;

  it('have dummy credentials for this machine when none are set', () => {
    const settings = clientSettings({ ...endpoint, endpoint: 'http://127.0.0.1:4566' }, {});
    expect(settings.credentials?.accessKeyId).toBe('operator');
  });

  it('keep the credentials that are set', () => {
    const settings = clientSettings({ ...endpoint, endpoint: 'http://127.0.0.1:4566' }, { AWS_ACCESS_KEY_ID: 'ada' });
    expect(settings.credentials).toBeUndefined();
  });

  it('have no dummy credentials for another machine', () => {
    const settings = clientSettings({ ...endpoint, endpoint: 'https://aws.example.com' }, {});
    expect(settings).not.toHaveProperty('credentials');
  });

  it('leave a profile and its region to the SDK', () => {
    const target = { kind: 'account', profile: 'prod', region: undefined, stage: 'prod' } as const;
    expect(clientSettings(target, {})).toEqual({ profile: 'prod', maxAttempts: 4 });
    expect(clientSettings({ ...target, region: 'eu-west-1' }, {})).toMatchObject({ region: 'eu-west-1' });
  });

  it('of an account do not go to an endpoint of the environment', () => {
    const env = { AWS_ENDPOINT_URL: 'http://localhost:1', AWS_ENDPOINT_URL_S3: 'http://localhost:2', AWS_REGION: 'x' };
    forgetEndpoints(env);
    expect(env).toEqual({ AWS_REGION: 'x' });
  });

  it.each([
    ['http://localhost:1', true],
    ['http://127.0.0.2:1', true],
    ['http://[::1]:1', true],
    ['http://127.example.com', false],
    ['not a url', false],
  ])('%s is this machine: %s', (address, expected) => {
    expect(isLoopback(address)).toBe(expected);
  });
});

describe('the local AWS of a folder', () => {
  const folders: string[] = [];
  const folderWith = (text?: string) => {
    const folder = mkdtempSync(join(tmpdir(), 'andon-'));
    folders.push(folder);
    mkdirSync(join(folder, '.andon'));
    mkdirSync(join(folder, 'below'));
    if (text !== undefined) writeFileSync(join(folder, '.andon', 'endpoint.json'), text);
    return folder;
  };
  afterEach(() => {
    for (const folder of folders.splice(0)) rmSync(folder, { recursive: true });
  });
  const listen = async (status: number) => {
    const server = createServer((request, response) => {
      response.writeHead(request.url === '/_local/clock' ? status : 404).end('{}');
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    onTestFinished(() => void server.close());
    return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  };

  it('is found in the folder, and from a folder below it', async () => {
    const endpoint = await listen(200);
    const folder = folderWith(JSON.stringify({ endpoint, pid: process.pid }));
    expect(await findLocalEndpoint(folder)).toBe(endpoint);
    expect(await findLocalEndpoint(join(folder, 'below'))).toBe(endpoint);
  });

  it('is not believed when nobody answers, or something else does', async () => {
    const gone = folderWith(JSON.stringify({ endpoint: 'http://127.0.0.1:1', pid: process.pid }));
    expect(await findLocalEndpoint(gone)).toBeUndefined();
    const other = folderWith(JSON.stringify({ endpoint: await listen(404), pid: process.pid }));
    expect(await findLocalEndpoint(other)).toBeUndefined();
  });

  it('is not believed when its process is gone', async () => {
    const folder = folderWith(JSON.stringify({ endpoint: await listen(200), pid: 2 ** 30 }));
    expect(await findLocalEndpoint(folder)).toBeUndefined();
  });

  it('is not believed when its file is half-written', async () => {
    expect(await findLocalEndpoint(folderWith('{"endpoint": "http://12'))).toBeUndefined();
  });

  it('is none when there is no file', async () => {
    expect(await findLocalEndpoint(folderWith())).toBeUndefined();
  });
});
