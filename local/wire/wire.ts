import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type Answering, answerRequest, describe } from './answer.ts';
import { receive } from './receive.ts';

/** Answers requests under `/_local/`, which are no AWS API. */
export type LocalHandler = (incoming: IncomingMessage, response: ServerResponse) => Promise<void>;

export interface Served extends Answering {
  readonly local?: LocalHandler;
}

/** The port cannot be listened on. */
export class PortUnavailableError extends Error {
  override readonly name = 'PortUnavailableError';
}

/**
 * The one HTTP front of all services. It listens first and serves later, because the cloud it serves must know its
 * address (queue URLs hold it).
 */
export class Wire implements AsyncDisposable {
  readonly endpoint: string;
  readonly port: number;
  readonly #server: Server;
  #served: Served | undefined;

  private constructor(server: Server, port: number) {
    this.#server = server;
    this.port = port;
    this.endpoint = `http://127.0.0.1:${port}`;
    server.on('request', (incoming, response) => void this.#handle(incoming, response));
  }

  /** Listens on the loopback; port 0 takes a free one. @throws PortUnavailableError */
  static async listen(port = 0): Promise<Wire> {
    const server = createServer({ keepAliveTimeout: 120_000, requestTimeout: 0 });
    await new Promise<void>((resolve, reject) => {
      server.once('error', (cause) => {
        const why = 'code' in cause && cause.code === 'EADDRINUSE' ? 'is in use' : `is not available: ${cause.message}`;
        reject(new PortUnavailableError(`Port ${port} ${why}. Choose another with --port.`, { cause }));
      });
      server.listen(port, '127.0.0.1', resolve);
    });
    return new Wire(server, (server.address() as AddressInfo).port);
  }

  serve(served: Served): void {
    this.#served = served;
  }

  /** Stops listening and breaks the open connections. */
  async [Symbol.asyncDispose](): Promise<void> {
    const closed = new Promise((resolve) => this.#server.close(resolve));
    this.#server.closeAllConnections();
    await closed;
  }

  async #handle(incoming: IncomingMessage, response: ServerResponse): Promise<void> {
    const served = this.#served;
    if (served === undefined) {
      response.writeHead(503).end('The embedded AWS is starting.');
      return;
    }
    try {
      if (incoming.url?.startsWith('/_local/') && served.local) await served.local(incoming, response);
      else await answerAws(served, incoming, response);
    } catch (error) {
      response.destroy();
      // A client that left while it sent its request is no bug.
      if (!incoming.destroyed || incoming.complete)
        served.log?.(`${incoming.method} ${incoming.url}: ${describe(error)}`);
    }
  }
}

/** Answers a request of an AWS client; time stands still from its arrival until it is answered. */
async function answerAws(served: Served, incoming: IncomingMessage, response: ServerResponse): Promise<void> {
  const { headers, method, url } = incoming;
  const release = served.cloud.clock.hold(String(headers['x-amz-target'] ?? `${method} ${url?.split('?')[0]}`));
  try {
    const gone = new AbortController();
    response.once('close', () => {
      if (!response.writableFinished) gone.abort();
    });
    const call = { requestId: randomUUID(), signal: gone.signal, release };
    const answer = await answerRequest(served, () => receive(incoming), call);
    if (answer === undefined) response.destroy();
    else response.writeHead(answer.status, answer.headers).end(answer.body);
  } finally {
    release();
  }
}
