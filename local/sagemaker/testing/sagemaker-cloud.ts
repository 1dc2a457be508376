import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { Header, Parser } from 'tar';
import {
  type Cloud,
  type CreateService,
  type Fault,
  type FaultPoint,
  ServiceError,
  type ServiceEvent,
} from '../../cloud.ts';
import { createS3 } from '../../s3/service.ts';
import { createTestCloud, type TestCloud } from '../../testing/test-cloud.ts';
import { createSageMaker } from '../service.ts';

/** The image of the fixtures: fixtures/serve.mjs, train.mjs and process.mjs. */
export const TEST_IMAGE = '000000000000.dkr.ecr.us-east-1.amazonaws.com/sums:1';

export interface SageMakerCloud extends AsyncDisposable {
  readonly cloud: TestCloud;
  /** Events on the default bus so far. */
  readonly events: ServiceEvent[];
  readonly logs: { readonly group: string; readonly stream: string; readonly message: string }[];
  /** Calls an operation of SageMaker as a client would. */
  call<T>(operation: string, input: object): Promise<T>;
  put(uri: string, body: string | Uint8Array): Promise<void>;
  get(uri: string): Promise<Uint8Array>;
  /** Ends the cloud as kill -9 would leave it and starts another on the same store. */
  restart(): Promise<SageMakerCloud>;
}

interface Options {
  readonly root?: string;
  readonly fault?: (point: FaultPoint) => Fault | undefined;
}

/** A cloud with SageMaker, an S3, an event bus that remembers and one image that runs the fixtures. */
export function createSageMakerCloud(options: Options = {}): SageMakerCloud {
  const root = options.root ?? mkdtempSync(join(tmpdir(), 'andon-sagemaker-'));
  const directory = join(root, 'store');
  mkdirSync(directory, { recursive: true });
  writeFileSync(join(root, 'images.json'), JSON.stringify({ '*/sums:*': fixtureImage() }));
  const events: ServiceEvent[] = [];
  const logs: SageMakerCloud['logs'] = [];
  const createBus: CreateService = () => ({
    id: 'eventbridge',
    operations: {},
    ports: { emit: (event) => void events.push(event), log: (line) => void logs.push(line) },
  });
  const services = [createS3, createBus, createSageMaker];
  const cloud = createTestCloud({ directory, services, ...(options.fault ? { fault: options.fault } : {}) });
  return {
    cloud,
    events,
    logs,
    call: async <T>(operation: string, input: object) => (await cloud.call('sagemaker', operation, input)) as T,
    put: (uri, body) => put(cloud, uri, typeof body === 'string' ? Buffer.from(body) : body),
    get: (uri) => get(cloud, uri),
    async restart() {
      await cloud[Symbol.asyncDispose]();
      return createSageMakerCloud({ ...options, root });
    },
    async [Symbol.asyncDispose]() {
      await cloud[Symbol.asyncDispose]();
      rmSync(root, { recursive: true, force: true });
    },
  };
}

/** A model.tar.gz with the given text files. */
export function modelArchive(files: Readonly<Record<string, string>>): Uint8Array {
  const blocks = Object.entries(files).flatMap(([path, text]) => {
    const body = Buffer.from(text);
    const header = new Header({ path, size: body.length, type: 'File', mode: 0o644, mtime: new Date(0) });
    header.encode();
    return [header.block as Buffer, body, Buffer.alloc((512 - (body.length % 512)) % 512)];
  });
  return gzipSync(Buffer.concat([...blocks, Buffer.alloc(1024)]));
}

/** The text files of a gzipped tar archive by their paths. */
export async function readArchive(archive: Uint8Array): Promise<Record<string, string>> {
  const files: Record<string, string> = {};
  const parser = new Parser({
    onReadEntry(entry) {
      const chunks: Buffer[] = [];
      entry.on('data', (chunk: Buffer) => void chunks.push(chunk));
      entry.on('end', () => {
        files[entry.path] = Buffer.concat(chunks).toString();
      });
    },
  });
  const ended = new Promise<void>((resolve) => parser.on('end', resolve));
  parser.end(Buffer.from(archive));
  await ended;
  return files;
}

function fixtureImage() {
  const fixture = (name: string) => [process.execPath, fileURLToPath(new URL(`fixtures/${name}.mjs`, import.meta.url))];
  return { train: fixture('train'), serve: fixture('serve'), process: fixture('process') };
}

function split(uri: string) {
  const [, Bucket, Key] = /^s3:\/\/([^/]+)\/(.*)$/.exec(uri) ?? [];
  return { Bucket, Key };
}

async function put(cloud: Cloud, uri: string, Body: Uint8Array): Promise<void> {
  const { Bucket, Key } = split(uri);
  await cloud.call('s3', 'CreateBucket', { Bucket }).catch((error: unknown) => {
    if (!(error instanceof ServiceError && error.code.startsWith('BucketAlready'))) throw error;
  });
  await cloud.call('s3', 'PutObject', { Bucket, Key, Body });
}

async function get(cloud: Cloud, uri: string): Promise<Uint8Array> {
  const output = (await cloud.call('s3', 'GetObject', split(uri))) as { Body: Uint8Array };
  return output.Body;
}
