import { Readable } from 'node:stream';
import { type HttpRequest, HttpResponse } from '@smithy/core/transport';
import { type Answering, answerRequest } from './answer.ts';
import type { WireRequest } from './message.ts';
import { unframe } from './receive.ts';

/** What an SDK client needs of its `requestHandler`. */
export interface RequestHandler {
  readonly metadata: { readonly handlerProtocol: string };
  handle(request: HttpRequest, options?: { readonly abortSignal?: unknown }): Promise<{ response: HttpResponse }>;
  destroy(): void;
  updateHttpClientConfig(): void;
  httpHandlerConfigs(): Record<string, never>;
}

/**
 * A `requestHandler` for SDK clients that reaches a cloud in this process: the same bytes as over the wire, no socket, and
 * ids from the cloud's seeded source, so that a seeded run can be repeated.
 */
export function inProcessHandler(answering: Answering): RequestHandler {
  const { cloud } = answering;
  return {
    metadata: { handlerProtocol: 'http/1.1' },
    async handle(request, { abortSignal } = {}) {
      const release = cloud.clock.hold(request.headers['x-amz-target'] ?? `${request.method} ${request.path}`);
      try {
        const signal = abortSignal instanceof AbortSignal ? { signal: abortSignal } : {};
        const exchange = { requestId: cloud.uuid(), release, ...signal };
        const answer = await answerRequest(answering, () => receive(request), exchange);
        if (answer === undefined) throw connectionReset();
        const { status: statusCode, headers, body } = answer;
        const bytes = request.method === 'HEAD' ? [] : [Buffer.from(body)];
        return { response: new HttpResponse({ statusCode, headers, body: Readable.from(bytes) }) };
      } finally {
        release();
      }
    },
    destroy() {},
    updateHttpClientConfig() {},
    httpHandlerConfigs: () => ({}),
  };
}

async function receive({ method, path, query, headers, body }: HttpRequest): Promise<WireRequest> {
  const pairs = Object.entries(query ?? {}).flatMap(([name, value]) =>
    [value ?? ''].flat().map((one): [string, string] => [name, one]),
  );
  const lower = Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value] as const);
  const search = new URLSearchParams(pairs);
  return unframe({ method, path, query: search, headers: Object.fromEntries(lower), body: await bytesOf(body) });
}

async function bytesOf(body: unknown): Promise<Buffer> {
  if (body === undefined || body === null) return Buffer.alloc(0);
  if (typeof body === 'string') return Buffer.from(body);
  if (body instanceof Uint8Array) return Buffer.from(body.buffer, body.byteOffset, body.byteLength);
  const pieces: Buffer[] = [];
  for await (const piece of body as AsyncIterable<Uint8Array>) pieces.push(Buffer.from(piece));
  return Buffer.concat(pieces);
}

/** What a broken socket gives a client, which takes it for worth a retry. */
function connectionReset(): Error {
  return Object.assign(new Error('socket hang up'), { code: 'ECONNRESET' });
}
