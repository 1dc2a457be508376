import type { DeleteObjectTaggingRequest, GetObjectTaggingRequest, PutObjectTaggingRequest } from '@aws-sdk/client-s3';
import { requireVersion } from './find-version.ts';
import { requireBucket, type S3State } from './state.ts';
import { answeredVersionId } from './write-version.ts';

export function putObjectTagging(s3: S3State, input: PutObjectTaggingRequest) {
  const version = requireVersion(s3, input);
  const pairs = (input.Tagging?.TagSet ?? []).map(({ Key = '', Value = '' }) => [Key, Value] as const);
  s3.versions.change({ ...version, tags: Object.fromEntries(pairs) });
  return answeredVersionId(requireBucket(s3, input.Bucket), version);
}

export function getObjectTagging(s3: S3State, input: GetObjectTaggingRequest) {
  const version = requireVersion(s3, input);
  const TagSet = Object.entries(version.tags).map(([Key, Value]) => ({ Key, Value }));
  return { ...answeredVersionId(requireBucket(s3, input.Bucket), version), TagSet };
}

export function deleteObjectTagging(s3: S3State, input: DeleteObjectTaggingRequest) {
  const version = requireVersion(s3, input);
  s3.versions.change({ ...version, tags: {} });
  return answeredVersionId(requireBucket(s3, input.Bucket), version);
}
