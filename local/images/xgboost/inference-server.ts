import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { availableParallelism } from 'node:os';
import { type Answer, answerInvocation } from './invocation.ts';
import type { Predictor } from './predictor.ts';

/** The largest payload of a batch transform, 100 MB; SageMaker's limit for an endpoint is enforced before the container. */
const LARGEST_BODY = 100 * 1024 ** 2;

/** As the image's own server: longer than clients keep an idle connection, so that none is closed under a request. */
const KEEP_ALIVE_MS = 60_000;

/** What the image answers to GET /execution-parameters. */
const EXECUTION_PARAMETERS = JSON.stringify({
  MaxConcurrentTransforms: availableParallelism(),
  BatchStrategy: 'MULTI_RECORD',
  MaxPayloadInMB: 6,
});

/** The HTTP server of SageMaker's contract for inference containers: /ping, /execution-parameters and /invocations. */
export function createInferenceServer(predictor: Predictor): Server {
  const server = createServer((request, response) => {
    answer(predictor, request).then(
      ({ status, mediaType, body }) => respond(response, { status, mediaType, body }),
      (error) => respond(response, { status: 500, mediaType: 'text/plain', body: String(error) }),
    );
  });
  server.keepAliveTimeout = KEEP_ALIVE_MS;
  return server;
}

async function answer(predictor: Predictor, request: IncomingMessage): Promise<Answer> {
  const route = `${request.method} ${request.url?.split('?', 1)[0]}`;
  if (route === 'GET /ping') return { status: 200, mediaType: 'text/plain', body: '' };
  if (route === 'GET /execution-parameters')
    return { status: 200, mediaType: 'application/json', body: EXECUTION_PARAMETERS };
  if (route !== 'POST /invocations') return { status: 404, mediaType: 'text/plain', body: `There is no ${route}` };
  const body = await bodyOf(request);
  if (body === undefined)
    return { status: 413, mediaType: 'text/plain', body: `The body is larger than ${LARGEST_BODY} bytes` };
  const { 'content-type': contentType, accept } = request.headers;
  return answerInvocation(predictor, { body, contentType, accept });
}

/** The whole body, or undefined when it is larger than the server takes. */
async function bodyOf(request: IncomingMessage): Promise<Uint8Array | undefined> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size <= LARGEST_BODY) chunks.push(chunk);
  }
  if (size > LARGEST_BODY) return undefined;
  return chunks.length === 1 ? chunks[0]! : Buffer.concat(chunks);
}

function respond(response: ServerResponse, { status, mediaType, body }: Answer): void {
  if (status === 204) response.writeHead(204).end();
  else response.writeHead(status, { 'content-type': mediaType, 'content-length': Buffer.byteLength(body) }).end(body);
}
