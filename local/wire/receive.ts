import type { IncomingMessage } from 'node:http';
import { unframeAwsChunked } from './aws-chunked.ts';
import type { WireRequest } from './message.ts';

/** Reads a whole request. */
export async function receive(incoming: IncomingMessage): Promise<WireRequest> {
  const { method = 'GET', url = '/', headers } = incoming;
  const mark = url.indexOf('?');
  const path = bucketOfHost(headers.host) + (mark < 0 ? url : url.slice(0, mark));
  const query = new URLSearchParams(mark < 0 ? '' : url.slice(mark + 1));
  return unframe({ method, path, query, headers, body: await collect(incoming) });
}

/** A request without aws-chunked framing, the trailers among its headers. @throws ServiceError IncompleteBody */
export function unframe(request: WireRequest): WireRequest {
  const { headers, body } = request;
  if (!isChunked(headers)) return request;
  const announced = headers['x-amz-decoded-content-length'];
  const unframed = unframeAwsChunked(body, announced === undefined ? undefined : Number(announced));
  return { ...request, body: unframed.body, headers: unframedHeaders(headers, unframed) };
}

async function collect(incoming: IncomingMessage): Promise<Buffer> {
  const pieces: Buffer[] = [];
  for await (const piece of incoming) pieces.push(piece);
  return pieces.length === 1 ? pieces[0]! : Buffer.concat(pieces);
}

function isChunked(headers: IncomingMessage['headers']): boolean {
  return (
    String(headers['x-amz-content-sha256'] ?? '').startsWith('STREAMING-') ||
    (headers['content-encoding'] ?? '').split(',').some((coding) => coding.trim() === 'aws-chunked')
  );
}

function unframedHeaders(
  { 'content-encoding': encoding = '', ...headers }: IncomingMessage['headers'],
  { body, trailers }: ReturnType<typeof unframeAwsChunked>,
): WireRequest['headers'] {
  const codings = encoding.split(',').map((coding) => coding.trim());
  const rest = codings.filter((coding) => coding !== '' && coding !== 'aws-chunked').join(',');
  return {
    ...headers,
    ...trailers,
    ...(rest && { 'content-encoding': rest }),
    'content-length': String(body.length),
  };
}

/** Clients told `localhost` address a bucket as `<bucket>.localhost`; told 127.0.0.1, by the path. */
function bucketOfHost(host = ''): string {
  const bucket = /^(.+?)\.(?:s3\.)?localhost(?::\d+)?$/.exec(host)?.[1];
  return bucket === undefined || bucket === 's3' ? '' : `/${bucket}`;
}
