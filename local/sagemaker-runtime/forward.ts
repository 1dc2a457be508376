import { Agent, type IncomingHttpHeaders, request } from 'node:http';

/** One request to a container's POST /invocations. */
export interface ContainerRequest {
  readonly port: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
}

export interface ContainerResponse {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

/** The container gave no answer in time. */
export class ContainerTimeoutError extends Error {
  override readonly name = 'ContainerTimeoutError';
}

/** Sends requests to inference servers over connections that are kept open. */
export class Forwarder {
  readonly #agent = new Agent({ keepAlive: true, maxSockets: 64, scheduling: 'lifo' });
  readonly #timeoutMs: number;

  constructor(timeoutMs: number) {
    this.#timeoutMs = timeoutMs;
  }

  /** @throws ContainerTimeoutError, or the socket's error when the container cannot be reached */
  async send(message: ContainerRequest): Promise<ContainerResponse> {
    try {
      return await this.#attempt(message);
    } catch (error) {
      // A server may close an idle connection in the moment it is used again. A prediction changes nothing: ask again.
      if (error instanceof StaleConnectionError) return await this.#attempt(message);
      throw error;
    }
  }

  close(): void {
    this.#agent.destroy();
  }

  #attempt({ port, headers, body }: ContainerRequest): Promise<ContainerResponse> {
    return new Promise((resolve, reject) => {
      const outgoing = request({
        host: '127.0.0.1',
        port,
        method: 'POST',
        path: '/invocations',
        agent: this.#agent,
        headers: { ...headers, 'content-length': body.byteLength },
      });
      const timeout = setTimeout(() => {
        reject(new ContainerTimeoutError(`No answer within ${this.#timeoutMs} ms.`));
        outgoing.destroy();
      }, this.#timeoutMs);
      const fail = (error: NodeJS.ErrnoException) => {
        clearTimeout(timeout);
        const stale = outgoing.reusedSocket && error.code === 'ECONNRESET';
        reject(stale ? new StaleConnectionError('The connection was closed.', { cause: error }) : error);
      };
      outgoing.on('error', fail);
      outgoing.on('response', (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.on('error', fail);
        response.on('end', () => {
          clearTimeout(timeout);
          const only = chunks.length === 1 ? chunks[0] : undefined;
          resolve({
            status: response.statusCode ?? 0,
            headers: response.headers,
            body: only ?? Buffer.concat(chunks),
          });
        });
      });
      outgoing.end(body);
    });
  }
}

class StaleConnectionError extends Error {
  override readonly name = 'StaleConnectionError';
}
