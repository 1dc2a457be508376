import { createHash } from 'node:crypto';
import { crc32 } from 'node:zlib';
import { ServiceError } from '../cloud.ts';
import { crc32c, crc64nvme } from './crc-tables.ts';
import { invalidRequest, notImplementedHeader } from './errors.ts';
import type { StoredChecksum } from './records.ts';

const hash = (name: string) => (data: Uint8Array) => createHash(name).update(data).digest();

/** The checksums S3 keeps, by the suffix of their members (`ChecksumCRC32`). */
const ALGORITHMS: Readonly<Record<string, (data: Uint8Array) => Buffer>> = {
  CRC32(data) {
    const result = Buffer.alloc(4);
    result.writeUInt32BE(crc32(data));
    return result;
  },
  CRC32C: crc32c,
  CRC64NVME: crc64nvme,
  SHA1: hash('sha1'),
  SHA256: hash('sha256'),
  SHA512: hash('sha512'),
  MD5: hash('md5'),
};
const UNSUPPORTED = ['XXHASH64', 'XXHASH3', 'XXHASH128'];

/** Base64, as every checksum member. @throws ServiceError when the algorithm is none S3 keeps here */
export function checksum(algorithm: string, data: Uint8Array): string {
  const compute = ALGORITHMS[algorithm];
  if (compute === undefined) throw invalidRequest(`Checksum algorithm ${algorithm} is not supported.`);
  return compute(data).toString('base64');
}

/** The checksum of a multipart upload's part checksums, as S3 writes it: `<base64>-<parts>`. */
export function compositeChecksum(algorithm: string, parts: readonly string[]): string {
  const joined = Buffer.concat(parts.map((part) => Buffer.from(part, 'base64')));
  return `${checksum(algorithm, joined)}-${parts.length}`;
}

/** The checksum an input carries in one of its `Checksum<algorithm>` members. */
export function givenChecksum(input: object): { algorithm: string; value: string } | undefined {
  const members = input as Readonly<Record<string, string | undefined>>;
  const unsupported = UNSUPPORTED.find((name) => members[`Checksum${name}`] !== undefined);
  if (unsupported !== undefined) {
    throw notImplementedHeader(`x-amz-checksum-${unsupported.toLowerCase()}`, 'The embedded AWS has no xxHash.');
  }
  for (const algorithm of Object.keys(ALGORITHMS)) {
    const value = members[`Checksum${algorithm}`];
    if (value !== undefined) return { algorithm, value };
  }
  return undefined;
}

/** Checks what the client says of a body and returns the checksum to keep. @throws ServiceError BadDigest */
export function verifyBody(
  body: Uint8Array,
  input: { readonly ChecksumAlgorithm?: string | undefined; readonly ContentMD5?: string | undefined },
): StoredChecksum | undefined {
  if (input.ContentMD5 !== undefined && input.ContentMD5 !== hash('md5')(body).toString('base64')) {
    throw new ServiceError('BadDigest', 'The Content-MD5 you specified did not match what we received.');
  }
  const given = givenChecksum(input);
  const algorithm = given?.algorithm ?? input.ChecksumAlgorithm;
  if (algorithm === undefined) return undefined;
  const value = checksum(algorithm, body);
  if (given !== undefined && given.value !== value) {
    throw new ServiceError('BadDigest', `The ${algorithm} you specified did not match the calculated checksum.`);
  }
  return { algorithm, value, type: 'FULL_OBJECT' };
}

/** The members an answer tells a checksum by. */
export function checksumMembers(stored: StoredChecksum | undefined): Record<string, string> {
  return stored ? { [`Checksum${stored.algorithm}`]: stored.value, ChecksumType: stored.type } : {};
}
