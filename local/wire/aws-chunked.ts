import { ServiceError } from '../cloud.ts';

export interface Unframed {
  readonly body: Buffer;
  /** Names in lower case, for example `x-amz-checksum-crc32`. */
  readonly trailers: Readonly<Record<string, string>>;
}

/**
 * Takes the `aws-chunked` framing off a body: `size-in-hex[;chunk-signature=...]\r\n bytes \r\n` until size 0, then trailers
 * (AWS "Signature calculations: transferring payload in multiple chunks"). Signatures are not checked.
 * @throws ServiceError IncompleteBody when it ends early or its size is not the announced one.
 */
export function unframeAwsChunked(framed: Buffer, decodedLength: number | undefined): Unframed {
  const pieces: Buffer[] = [];
  let position = 0;
  for (;;) {
    const lineEnd = framed.indexOf('\r\n', position);
    if (lineEnd < 0) throw incomplete();
    const header = framed.toString('latin1', position, lineEnd);
    const size = Number.parseInt(header, 16);
    if (!Number.isInteger(size)) throw incomplete();
    position = lineEnd + 2;
    if (size === 0) break;
    if (position + size > framed.length) throw incomplete();
    pieces.push(framed.subarray(position, position + size));
    position += size + 2;
  }
  const body = pieces.length === 1 ? pieces[0]! : Buffer.concat(pieces);
  if (decodedLength !== undefined && decodedLength !== body.length) throw incomplete();
  return { body, trailers: readTrailers(framed.toString('latin1', position)) };
}

function readTrailers(text: string): Record<string, string> {
  const trailers: Record<string, string> = {};
  for (const line of text.split(/\r?\n/)) {
    const colon = line.indexOf(':');
    if (colon > 0) trailers[line.slice(0, colon).trim().toLowerCase()] = line.slice(colon + 1).trim();
  }
  return trailers;
}

function incomplete(): ServiceError {
  return new ServiceError(
    'IncompleteBody',
    'You did not provide the number of bytes specified by the Content-Length HTTP header',
  );
}
