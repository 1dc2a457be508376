import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { unframeAwsChunked } from './aws-chunked.ts';

const chunk = fc.uint8Array({ minLength: 1, maxLength: 40 }).map((bytes) => Buffer.from(bytes));

function frame(chunks: readonly Buffer[], { signature = '', trailers = '' } = {}): Buffer {
  const framed = chunks.flatMap((bytes) => [
    Buffer.from(`${bytes.length.toString(16)}${signature}\r\n`),
    bytes,
    Buffer.from('\r\n'),
  ]);
  return Buffer.concat([...framed, Buffer.from(`0${signature}\r\n${trailers}\r\n`)]);
}

describe('aws-chunked bodies', () => {
  it('are what was framed, whatever bytes they hold', () => {
    fc.assert(
      fc.property(fc.array(chunk), fc.constantFrom('', ';chunk-signature=ad80c730a21e5b8d'), (chunks, signature) => {
        const body = Buffer.concat(chunks);
        expect(unframeAwsChunked(frame(chunks, { signature }), body.length)).toEqual({ body, trailers: {} });
      }),
    );
  });

  it('tell their trailers by names in lower case', () => {
    const trailers = 'X-Amz-Checksum-CRC32:AAAA==\r\nx-amz-trailer-signature: 00\r\n';
    expect(unframeAwsChunked(frame([Buffer.from('a')], { trailers }), undefined).trailers).toEqual({
      'x-amz-checksum-crc32': 'AAAA==',
      'x-amz-trailer-signature': '00',
    });
  });

  it('are refused when they end early, wherever that is', () => {
    const framed = frame([Buffer.from('0123456789'), Buffer.from('abc')]);
    const end = framed.lastIndexOf('0\r\n') + 3;
    for (let length = 0; length < end; length++) {
      expect(() => unframeAwsChunked(framed.subarray(0, length), undefined)).toThrow('number of bytes');
    }
  });

  it('are refused when they are not as long as announced', () => {
    expect(() => unframeAwsChunked(frame([Buffer.from('abc')]), 4)).toThrow('number of bytes');
  });
});
