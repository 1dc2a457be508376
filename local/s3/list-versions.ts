import type { ListObjectVersionsRequest } from '@aws-sdk/client-s3';
import { invalidArgument } from './errors.ts';
import { describeListed } from './list-objects.ts';
import { encoder, takePage } from './listing.ts';
import { requireBucket, type S3State } from './state.ts';
import type { VersionPosition } from './version-table.ts';

const MOST_KEYS = 1000;

export function listObjectVersions(s3: S3State, input: ListObjectVersionsRequest) {
  const { name } = requireBucket(s3, input.Bucket);
  const { Prefix: prefix = '', Delimiter: delimiter = '', KeyMarker = '', MaxKeys = MOST_KEYS, EncodingType } = input;
  const limit = Math.min(MaxKeys, MOST_KEYS);
  const walk = s3.versions.versions(name, startOf(s3, name, input));
  const page = takePage(walk, { prefix, delimiter, limit, after: KeyMarker });
  const encode = encoder(EncodingType);
  const listed = page.records.map((record) => ({
    ...describeListed(record),
    Key: encode(record.key),
    VersionId: record.versionId,
    IsLatest: s3.versions.latest(name, record.key)?.sequence === record.sequence,
    Owner: { ID: s3.cloud.account },
    marker: record.marker,
  }));
  const lastVersion = page.records.at(-1);
  const next = page.truncated && {
    NextKeyMarker: encode(page.last),
    ...(lastVersion?.key === page.last && { NextVersionIdMarker: lastVersion.versionId }),
  };
  return {
    Name: name,
    Prefix: encode(prefix),
    KeyMarker: encode(KeyMarker),
    VersionIdMarker: input.VersionIdMarker ?? '',
    MaxKeys,
    EncodingType,
    IsTruncated: page.truncated,
    ...next,
    ...(delimiter && { Delimiter: encode(delimiter) }),
    CommonPrefixes: page.commonPrefixes.map((common) => ({ Prefix: encode(common) })),
    Versions: listed.filter(({ marker }) => !marker),
    DeleteMarkers: listed.filter(({ marker }) => marker),
  };
}

/** Where a page begins: behind the version named by both markers, or behind all versions of the key named by one. */
function startOf(s3: S3State, bucket: string, input: ListObjectVersionsRequest): VersionPosition {
  const { Prefix = '', KeyMarker, VersionIdMarker } = input;
  if (VersionIdMarker && !KeyMarker) {
    throw invalidArgument('A version-id marker cannot be specified without a key marker.');
  }
  if (!KeyMarker || Buffer.compare(Buffer.from(KeyMarker), Buffer.from(Prefix)) < 0) {
    return { key: Prefix, sequence: Number.MAX_SAFE_INTEGER };
  }
  const named = VersionIdMarker && s3.versions.find({ bucket, key: KeyMarker, versionId: VersionIdMarker });
  return { key: KeyMarker, sequence: named ? named.sequence : 0 };
}
