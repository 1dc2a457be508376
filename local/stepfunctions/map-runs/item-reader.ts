import { type Cloud, ServiceError } from '../../cloud.ts';
import type { ItemReader } from '../definition/asl.ts';
import { StateError } from '../interpreter/state-error.ts';
import { isObject, type Json } from '../json.ts';
import { csvItems } from './csv.ts';

/** An ItemReader with its expressions evaluated. */
export interface Reading {
  readonly reader: ItemReader;
  readonly arguments: Json;
  /** Items beyond this are left; 0 for none. */
  readonly maxItems: number;
}

/** Reads the items of a distributed Map from S3. @throws StateError States.ItemReaderFailed */
export async function readItems(cloud: Cloud, { reader, arguments: input, maxItems }: Reading): Promise<Json[]> {
  if (maxItems < 0) throw readerFailed('field MaxItems must be positive');
  if (!isObject(input)) throw readerFailed('The Arguments of the ItemReader give no object.');
  const limit = maxItems === 0 ? Number.POSITIVE_INFINITY : maxItems;
  try {
    if (reader.Resource.endsWith(':listObjectsV2')) return await listed(cloud, input, limit);
    const { Body } = (await cloud.call('s3', 'GetObject', input)) as { Body?: Uint8Array };
    return parsed(Buffer.from(Body ?? '').toString('utf8'), reader).slice(0, limit);
  } catch (error) {
    if (error instanceof ServiceError) throw readerFailed(`${error.code}: ${error.message}`);
    if (error instanceof SyntaxError) throw readerFailed(error.message);
    throw error;
  }
}

function parsed(text: string, { ReaderConfig: { InputType, CSVHeaderLocation, CSVHeaders } = {} }: ItemReader): Json[] {
  if (InputType === 'CSV') return csvItems(text, CSVHeaderLocation === 'GIVEN' ? CSVHeaders : undefined);
  if (InputType === 'JSONL') {
    const lines = text.split('\n').filter((line) => line.trim() !== '');
    return lines.map((line) => JSON.parse(line) as Json);
  }
  const items = JSON.parse(text) as Json;
  // AWS's sentence, as LocalStack's tests have it.
  if (!Array.isArray(items)) throw readerFailed('Attempting to map over non-iterable node.');
  return items as Json[];
}

interface Listing {
  readonly Contents?: readonly ListedObject[];
  readonly NextContinuationToken?: string;
}

interface ListedObject {
  readonly Key: string;
  readonly ETag: string;
  readonly LastModified: Date;
  readonly Size: number;
  readonly StorageClass: string;
}

/** Objects as items, times in seconds. Source of the members: AWS developer guide, ItemReader. */
async function listed(cloud: Cloud, input: object, limit: number): Promise<Json[]> {
  const items: Json[] = [];
  let token: string | undefined;
  do {
    const page = { ...input, ...(token !== undefined && { ContinuationToken: token }) };
    const { Contents = [], NextContinuationToken } = (await cloud.call('s3', 'ListObjectsV2', page)) as Listing;
    for (const { Key, ETag, LastModified, Size, StorageClass } of Contents) {
      items.push({ Etag: ETag, Key, LastModified: Math.floor(LastModified.getTime() / 1_000), Size, StorageClass });
    }
    token = NextContinuationToken;
  } while (token !== undefined && items.length < limit);
  return items.slice(0, limit);
}

function readerFailed(cause: string): StateError {
  return new StateError({ error: 'States.ItemReaderFailed', cause });
}
