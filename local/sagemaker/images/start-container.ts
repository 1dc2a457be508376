import { randomUUID } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import type { Cloud } from '../../cloud.ts';
import type { ModelContainer } from '../resolve-model.ts';
import { ContainerError } from './container-error.ts';
import { fetchModel } from './fetch-model.ts';
import type { Command, Image } from './image-file.ts';
import { resolveImage } from './resolve-image.ts';
import { type RunningProcess, startProcess } from './start-process.ts';

/** Real time a container has to answer its first ping. */
const PING_LIMIT_MS = 60_000;
const PING_INTERVAL_MS = 25;

export interface ContainerRequest extends ModelContainer {
  /** Receives each line the container prints. */
  readonly onLine: (line: string) => void;
  /** Real time to the first answered ping, 60 s unless said. */
  readonly pingLimitMs?: number;
  /** Gives the start up. */
  readonly signal?: AbortSignal;
}

/** A running inference server that answered GET /ping with 200. */
export interface Container {
  /** On 127.0.0.1. */
  readonly port: number;
  /** Ends it and removes its folder. May be called more than once. */
  stop(): Promise<void>;
  /** Calls back once when the server has gone by itself, never after `stop`. */
  onExit(listener: (code: number) => void): void;
}

/**
 * Unpacks the model, starts the image's serve command and waits until it answers GET /ping with 200.
 * @throws ContainerError UnknownImage, ModelDataNotFound, ModelDataUnreadable, PingFailed, ContainerExited
 */
export async function startContainer(cloud: Cloud, request: ContainerRequest): Promise<Container> {
  const { image, command } = serveCommand(cloud, request.image);
  const base = join(cloud.store.directory, 'containers', randomUUID());
  const model = join(base, 'model');
  mkdirSync(model, { recursive: true });
  let server: RunningProcess | undefined;
  try {
    if (request.modelDataUrl !== undefined) await fetchModel(cloud, request.modelDataUrl, model);
    const port = await freePort();
    server = startProcess({
      command,
      directory: image.directory ?? base,
      environment: {
        ...containerEnvironment(cloud, base),
        SM_MODEL_DIR: model,
        SAGEMAKER_BIND_TO_PORT: String(port),
        ...request.environment,
      },
      onLine: request.onLine,
      watchesInput: image.serveWatchesInput === true,
    });
    await answering(server, port, request);
    return running(server, port, base);
  } catch (error) {
    await server?.stop();
    await rm(base, { recursive: true, force: true });
    throw error;
  }
}

/** What every container sees: the base folder that stands for /opt/ml, and how to reach the embedded AWS. */
export function containerEnvironment(cloud: Cloud, base: string): Record<string, string> {
  return {
    SAGEMAKER_BASE_DIR: base,
    AWS_REGION: cloud.region,
    AWS_DEFAULT_REGION: cloud.region,
    AWS_ENDPOINT_URL: cloud.endpoint,
    AWS_ACCESS_KEY_ID: 'sagemaker',
    AWS_SECRET_ACCESS_KEY: 'sagemaker',
  };
}

function serveCommand(cloud: Cloud, imageUri: string): { image: Image; command: Command } {
  let image: Image;
  try {
    image = resolveImage(cloud, imageUri);
  } catch (error) {
    throw new ContainerError('UnknownImage', error instanceof Error ? error.message : String(error));
  }
  if (image.serve !== undefined) return { image, command: image.serve };
  throw new ContainerError('UnknownImage', `The image ${imageUri} has no serve command on this machine.`);
}

function running(server: RunningProcess, port: number, base: string): Container {
  let stopping: Promise<void> | undefined;
  return {
    port,
    stop() {
      stopping ??= server.stop().then(() => rm(base, { recursive: true, force: true }));
      return stopping;
    },
    onExit(listener) {
      void server.exited.then((code) => {
        if (stopping === undefined) listener(code);
      });
    },
  };
}

async function answering(server: RunningProcess, port: number, request: ContainerRequest): Promise<void> {
  let exitCode: number | undefined;
  void server.exited.then((code) => {
    exitCode = code;
  });
  const limit = request.pingLimitMs ?? PING_LIMIT_MS;
  const end = performance.now() + limit;
  while (performance.now() < end) {
    if (exitCode !== undefined) {
      throw new ContainerError(
        'ContainerExited',
        `The container of ${request.image} exited with code ${exitCode} before it passed the ping health check. Please check its logs.`,
      );
    }
    if (request.signal?.aborted === true) throw new ContainerError('ContainerExited', 'The start was given up.');
    if (await ping(port)) return;
    await new Promise((resolve) => setTimeout(resolve, PING_INTERVAL_MS));
  }
  throw new ContainerError(
    'PingFailed',
    `The container of ${request.image} did not pass the ping health check within ${limit / 1000} s. Please check its logs.`,
  );
}

async function ping(port: number): Promise<boolean> {
  try {
    const response = await fetch(`http://127.0.0.1:${port}/ping`, { signal: AbortSignal.timeout(2_000) });
    await response.arrayBuffer();
    return response.status === 200;
  } catch {
    return false;
  }
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address();
      const port = typeof address === 'object' && address !== null ? address.port : 0;
      probe.close(() => resolve(port));
    });
  });
}
