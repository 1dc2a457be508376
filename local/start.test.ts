import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { GetObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { afterEach, describe, expect, it } from 'vitest';
import { createS3 } from './s3/service.ts';
import { FolderInUseError, type LocalAws, type LocalAwsOptions, startLocalAws } from './start.ts';
import { StoreUnreadableError } from './store/store.ts';
import { PortUnavailableError } from './wire/wire.ts';

const parents: string[] = [];

function newDirectory(): string {
  const parent = mkdtempSync(join(tmpdir(), 'andon-start-'));
  parents.push(parent);
  return join(parent, 'store');
}

afterEach(() => {
  for (const parent of parents.splice(0)) rmSync(parent, { recursive: true, force: true });
});

const start = (options: Partial<LocalAwsOptions> & { directory: string }) =>
  startLocalAws({ port: 0, services: [createS3], ...options });

function s3Of({ endpoint }: LocalAws): S3Client {
  const credentials = { accessKeyId: 'a', secretAccessKey: 'b' };
  return new S3Client({ endpoint, region: 'us-east-1', credentials, maxAttempts: 1 });
}

const object = { Bucket: 'a-bucket', Key: 'a' };

async function putOne(aws: LocalAws): Promise<void> {
  await aws.cloud.call('s3', 'CreateBucket', { Bucket: object.Bucket });
  await s3Of(aws).send(new PutObjectCommand({ ...object, Body: 'kept' }));
}

describe('starting the embedded AWS', () => {
  it('says where it is, until it ends', async () => {
    const directory = newDirectory();
    {
      await using aws = await start({ directory });
      const file = JSON.parse(readFileSync(join(directory, 'endpoint.json'), 'utf8'));
      expect(file).toEqual({ endpoint: aws.endpoint, pid: process.pid });
      const health = await fetch(`${aws.endpoint}/_local/health`);
      expect(await health.json()).toMatchObject({ status: 'ok', services: ['s3'] });
    }
    expect(readdirSync(directory)).not.toContain('endpoint.json');
  });

  it('lets time pass from the start it is given', async () => {
    await using aws = await start({ directory: newDirectory(), start: Date.UTC(2030, 0, 1) });
    expect(aws.cloud.clock.date().getUTCFullYear()).toBe(2030);
    await expect.poll(() => aws.cloud.clock.mode).toBe('flowing');
  });

  it('goes on with its store when told to', async () => {
    const directory = newDirectory();
    {
      await using aws = await start({ directory, start: Date.UTC(2030, 0, 1) });
      await putOne(aws);
    }
    await using aws = await start({ directory, resume: true });
    const { Body } = await s3Of(aws).send(new GetObjectCommand(object));
    expect(await Body?.transformToString()).toBe('kept');
    expect(aws.cloud.clock.date().getUTCFullYear()).toBe(2030);
  });

  it('sets an older store aside otherwise', async () => {
    const directory = newDirectory();
    {
      await using aws = await start({ directory });
      await putOne(aws);
    }
    await using aws = await start({ directory });
    await expect(s3Of(aws).send(new GetObjectCommand(object))).rejects.toMatchObject({ name: 'NoSuchBucket' });
    const aside = readdirSync(dirname(directory)).filter((name) => name !== basename(directory));
    expect(aside).toEqual([expect.stringMatching(/^store\.\d{4}-\d\d-\d\dT\d\d-\d\d-\d\d$/)]);
  });

  it('leaves a folder alone that another one serves', async () => {
    const directory = newDirectory();
    await using first = await start({ directory });
    await putOne(first);
    const second = start({ directory });
    await expect(second).rejects.toThrow(FolderInUseError);
    await expect(second).rejects.toThrow(`is served by process ${process.pid} at ${first.endpoint}.`);
    await expect(s3Of(first).send(new GetObjectCommand(object))).resolves.toBeDefined();
  });

  it('is not deceived by what a dead one left behind', async () => {
    const directory = newDirectory();
    {
      await using aws = await start({ directory });
      await putOne(aws);
    }
    writeFileSync(join(directory, 'endpoint.json'), JSON.stringify({ endpoint: 'http://127.0.0.1:1', pid: 1 }));
    await using aws = await start({ directory, resume: true });
    await expect(s3Of(aws).send(new GetObjectCommand(object))).resolves.toBeDefined();
  });

  it('touches no store when its port is taken', async () => {
    const directory = newDirectory();
    {
      await using aws = await start({ directory });
      await putOne(aws);
    }
    await using other = await start({ directory: newDirectory() });
    const port = Number(new URL(other.endpoint).port);
    await expect(start({ directory, port })).rejects.toThrow(PortUnavailableError);
    await using aws = await start({ directory, resume: true });
    await expect(s3Of(aws).send(new GetObjectCommand(object))).resolves.toBeDefined();
  });

  it('says that there is nothing to go on with', async () => {
    const directory = newDirectory();
    const resume = start({ directory, resume: true });
    await expect(resume).rejects.toThrow(StoreUnreadableError);
    await expect(resume).rejects.toThrow('to go on with. Start without --resume.');
  });

  it('frees its port when it cannot start', async () => {
    const directory = newDirectory();
    const broken = () => {
      throw new Error('a broken service');
    };
    await using other = await start({ directory: newDirectory() });
    const port = Number(new URL(other.endpoint).port);
    await other[Symbol.asyncDispose]();
    await expect(start({ directory, port, services: [broken] })).rejects.toThrow('a broken service');
    await using aws = await start({ directory: newDirectory(), port });
    expect(aws.endpoint).toBe(`http://127.0.0.1:${port}`);
  });

  it('injects the faults it is told of', async () => {
    await using aws = await start({ directory: newDirectory() });
    await putOne(aws);
    const error = { code: 'SlowDown', message: 'Please reduce your request rate.', status: 503 };
    aws.faults.add({ match: { service: 's3', operation: 'GetObject', subject: { Key: 'a' } }, error, times: 1 });
    const struck = s3Of(aws).send(new GetObjectCommand(object));
    await expect(struck).rejects.toMatchObject({ name: 'SlowDown', $metadata: { httpStatusCode: 503 } });
    await expect(s3Of(aws).send(new GetObjectCommand(object))).resolves.toBeDefined();
  });
});
