import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { ContainerError } from '../../images/container-error.ts';
import type { EndpointPorts, InferenceContainer, InferenceContainerRequest } from '../ports.ts';

/** How a fake image behaves: `answer` for its requests, `starts: false` for one that never passes its health check. */
export interface FakeImage {
  readonly starts?: boolean;
  readonly answer?: (request: FakeRequest, response: ServerResponse) => void;
}

export interface FakeRequest {
  readonly image: string;
  readonly headers: Readonly<Record<string, unknown>>;
  readonly body: Buffer;
}

/** Containers as HTTP servers in this process. A model's image is the model's name; its answer is that name. */
export class FakeContainers implements EndpointPorts {
  readonly images = new Map<string, FakeImage>();
  /** Images of the containers that run now, in the order of their start. */
  readonly running: string[] = [];
  started = 0;
  readonly #stops = new Set<() => Promise<void>>();
  readonly #crashes = new Map<string, () => void>();

  resolveModel(modelName: string) {
    return [{ image: modelName, environment: {} }];
  }

  async startContainer({ image, onLine }: InferenceContainerRequest): Promise<InferenceContainer> {
    const behaviour = this.images.get(image) ?? {};
    if (behaviour.starts === false) throw new ContainerError('PingFailed', `${image} did not answer.`);
    const server = await listen(image, () => this.images.get(image) ?? {});
    this.started++;
    this.running.push(image);
    onLine(`${image} serves`);
    const exits: (() => void)[] = [];
    let stopped = false;
    const stop = async () => {
      if (stopped) return;
      stopped = true;
      this.running.splice(this.running.indexOf(image), 1);
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    };
    this.#stops.add(stop);
    this.#crashes.set(image, () => void stop().then(() => exits.forEach((exit) => void exit())));
    return { port: (server.address() as AddressInfo).port, stop, onExit: (listener) => void exits.push(listener) };
  }

  /** Ends the newest container of an image as a crash would. */
  crash(image: string): void {
    this.#crashes.get(image)?.();
  }

  /** Ends them all, as they end when the embedded AWS is killed. */
  async kill(): Promise<void> {
    await Promise.all([...this.#stops].map((stop) => stop()));
  }
}

function listen(image: string, behaviour: () => FakeImage): Promise<Server> {
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const { answer } = behaviour();
      if (answer !== undefined)
        return answer({ image, headers: request.headers, body: Buffer.concat(chunks) }, response);
      response.setHeader('content-type', 'text/csv; charset=utf-8');
      response.end(image);
    });
  });
  return new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(server)));
}
