import { createHash } from 'node:crypto';
import type { StoredAttribute } from './records.ts';

export function bodyDigest(body: string): string {
  return createHash('md5').update(body).digest('hex');
}

/**
 * MD5 of message attributes: by name, each name, type and value with its length before it (Amazon SQS developer guide,
 * "Calculating the MD5 message digest for message attributes"). Undefined when there are none.
 */
export function attributesDigest(attributes: Readonly<Record<string, StoredAttribute>>): string | undefined {
  const names = Object.keys(attributes).sort();
  if (names.length === 0) return undefined;
  const hash = createHash('md5');
  const add = (bytes: Buffer) => {
    const length = Buffer.alloc(4);
    length.writeUInt32BE(bytes.length);
    hash.update(length).update(bytes);
  };
  for (const name of names) {
    const { DataType, StringValue, BinaryValue } = attributes[name]!;
    add(Buffer.from(name));
    add(Buffer.from(DataType));
    const binary = DataType.startsWith('Binary');
    hash.update(Buffer.from([binary ? 2 : 1]));
    add(binary ? Buffer.from(BinaryValue ?? '', 'base64') : Buffer.from(StringValue ?? ''));
  }
  return hash.digest('hex');
}
