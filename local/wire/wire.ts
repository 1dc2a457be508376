import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { ServiceError } from '../cloud.ts';
import type { RunningCloud } from '../create-cloud.ts';
import { ConnectionLostError, dispatch } from './dispatch.ts';
import type { WireAnswer } from './message.ts';
import { receive } from './receive.ts';
import { type Recognised, recognise } from './recognise.ts';
import { restXml } from './rest-xml.ts';

/** How a body malformed before its meaning was known is answered: only S3 clients frame bodies. */
const UNREADABLE = restXml({ labels: {} });

/** Answers requests under `/_local/`, which are no AWS API. */
export type LocalHandler = (incoming: IncomingMessage, response: ServerResponse) => Promise<void>;

export interface Served {
  readonly cloud: RunningCloud;
  readonly local?: LocalHandler;
  /** Hears of bugs: errors that are no modelled errors of a service. */
  readonly log?: (message: string) => void;
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
      if (!(error instanceof ConnectionLostError) && !incoming.errored) served.log?.(describe(error));
    }
  }
}

/** Answers a request of an AWS client; time stands still from its arrival until it is answered. */
async function answerAws(served: Served, incoming: IncomingMessage, response: ServerResponse): Promise<void> {
  const { cloud } = served;
  const { headers, method, url } = incoming;
  const release = cloud.clock.hold(String(headers['x-amz-target'] ?? `${method} ${url?.split('?')[0]}`));
  try {
    const requestId = randomUUID();
    const gone = new AbortController();
    response.once('close', () => {
      if (!response.writableFinished) gone.abort();
    });
    let recognised: Recognised | undefined;
    let answer: WireAnswer;
    try {
      const request = await receive(incoming);
      recognised = await recognise(request);
      const { target, caller, refusal } = recognised;
      if (target === undefined) throw refusal;
      // An operation that waits for virtual time must not hold it.
      if (cloud.services.get(target.model.id)?.waiting?.includes(target.operation.name)) release();
      answer = await dispatch(cloud, request, { target, call: { requestId, caller, signal: gone.signal } });
    } catch (error) {
      if (error instanceof ConnectionLostError || incoming.errored) throw error;
      if (!(error instanceof ServiceError)) served.log?.(`${method} ${url}: ${describe(error)}`);
      const protocol = recognised?.protocol ?? UNREADABLE;
      answer = protocol.writeError(modelled(error), recognised?.target?.model, requestId);
    }
    send(response, answer, { requestId, date: cloud.clock.date() });
  } finally {
    release();
  }
}

function send(response: ServerResponse, answer: WireAnswer, { requestId, date }: { requestId: string; date: Date }) {
  const { headers, status } = answer;
  headers['x-amzn-requestid'] = requestId;
  headers['x-amz-request-id'] = requestId;
  headers.date = date.toUTCString();
  // The answer to HEAD tells the length of what it leaves out.
  if (status !== 204 && status !== 304) headers['content-length'] ??= String(Buffer.byteLength(answer.body));
  response.writeHead(status, headers).end(answer.body);
}

function modelled(error: unknown): ServiceError {
  if (error instanceof ServiceError) return error;
  return new ServiceError('InternalFailure', 'The embedded AWS failed; its log says why.', { status: 500 });
}

function describe(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
