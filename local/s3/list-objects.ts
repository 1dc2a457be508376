import type { ListObjectsRequest, ListObjectsV2Request } from '@aws-sdk/client-s3';
import { invalidArgument } from './errors.ts';
import { encoder, type Listing, takePage } from './listing.ts';
import type { VersionRecord } from './records.ts';
import { requireBucket, type S3State } from './state.ts';

const MOST_KEYS = 1000;

export function listObjects(s3: S3State, input: ListObjectsRequest) {
  const page = list(s3, input, input.Marker ?? '');
  const { Prefix = '', Delimiter, Marker = '', EncodingType } = input;
  const encode = encoder(EncodingType);
  return {
    ...describe(s3, page, encode),
    Name: input.Bucket,
    Prefix: encode(Prefix),
    Marker: encode(Marker),
    MaxKeys: input.MaxKeys ?? MOST_KEYS,
    EncodingType,
    ...(Delimiter && { Delimiter: encode(Delimiter), ...(page.truncated && { NextMarker: encode(page.last) }) }),
  };
}

export function listObjectsV2(s3: S3State, input: ListObjectsV2Request) {
  const { Prefix = '', Delimiter, StartAfter, ContinuationToken, EncodingType } = input;
  const after = ContinuationToken === undefined ? (StartAfter ?? '') : readToken(ContinuationToken);
  const page = list(s3, input, after);
  const encode = encoder(EncodingType);
  const described = describe(s3, page, encode);
  const owned = input.FetchOwner ? described.Contents : described.Contents.map(({ Owner: _, ...object }) => object);
  return {
    ...described,
    Contents: owned,
    Name: input.Bucket,
    Prefix: encode(Prefix),
    MaxKeys: input.MaxKeys ?? MOST_KEYS,
    KeyCount: page.records.length + page.commonPrefixes.length,
    EncodingType,
    ContinuationToken,
    ...(StartAfter && { StartAfter: encode(StartAfter) }),
    ...(Delimiter && { Delimiter: encode(Delimiter) }),
    ...(page.truncated && { NextContinuationToken: Buffer.from(page.last).toString('base64') }),
  };
}

function list(s3: S3State, input: ListObjectsRequest | ListObjectsV2Request, after: string): Listing {
  const { name } = requireBucket(s3, input.Bucket);
  const { Prefix: prefix = '', Delimiter: delimiter = '', MaxKeys = MOST_KEYS } = input;
  if (MaxKeys < 0) throw invalidArgument('Argument max-keys must be an integer between 0 and 2147483647');
  const behind = Buffer.compare(Buffer.from(after), Buffer.from(prefix)) >= 0 && after !== '';
  const walk = s3.versions.objects(name, behind ? { after } : { after: prefix, inclusive: true });
  return takePage(walk, { prefix, delimiter, limit: Math.min(MaxKeys, MOST_KEYS), after });
}

function describe({ cloud }: S3State, page: Listing, encode: (text: string) => string) {
  return {
    IsTruncated: page.truncated,
    CommonPrefixes: page.commonPrefixes.map((prefix) => ({ Prefix: encode(prefix) })),
    Contents: page.records.map((record) => ({
      ...describeListed(record),
      Key: encode(record.key),
      Owner: { ID: cloud.account },
    })),
  };
}

/** What every listing tells of an object. */
export function describeListed({ etag, size, lastModified, properties, checksum }: VersionRecord) {
  return {
    ETag: etag,
    Size: size,
    LastModified: new Date(lastModified),
    StorageClass: properties.StorageClass ?? 'STANDARD',
    ...(checksum && { ChecksumAlgorithm: [checksum.algorithm], ChecksumType: checksum.type }),
  };
}

function readToken(token: string): string {
  const text = Buffer.from(token, 'base64').toString();
  if (Buffer.from(text).toString('base64') === token) return text;
  throw invalidArgument('The continuation token provided is incorrect');
}
