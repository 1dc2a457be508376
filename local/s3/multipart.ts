import type {
  AbortMultipartUploadRequest,
  CreateMultipartUploadRequest,
  ListMultipartUploadsRequest,
  ListPartsRequest,
  UploadPartCopyRequest,
  UploadPartRequest,
} from '@aws-sdk/client-s3';
import { verifyBody } from './checksums.ts';
import { requireCopySource } from './copy-object.ts';
import { invalidArgument, noSuchUpload } from './errors.ts';
import { lockOfNewVersion } from './object-lock.ts';
import { describedEncryption, propertiesOf } from './object-properties.ts';
import { entityTag } from './put-object.ts';
import { readRange } from './range.ts';
import { readBody } from './read-object.ts';
import type { PartRecord, UploadRecord } from './records.ts';
import { now, requireBucket, type S3State } from './state.ts';
import { parseTags } from './write-version.ts';

const MOST_PARTS = 10_000;

interface UploadAddress {
  readonly Bucket: string | undefined;
  readonly Key: string | undefined;
  readonly UploadId: string | undefined;
}

export function createMultipartUpload(s3: S3State, input: CreateMultipartUploadRequest) {
  const bucket = requireBucket(s3, input.Bucket);
  const { ChecksumAlgorithm: algorithm, ChecksumType } = input;
  // CRC64NVME can only be of the whole object, the others are composed of the parts' unless asked otherwise.
  const checksumType = algorithm && (ChecksumType ?? (algorithm === 'CRC64NVME' ? 'FULL_OBJECT' : 'COMPOSITE'));
  const upload: UploadRecord = {
    id: s3.cloud.uuid().replaceAll('-', ''),
    bucket: bucket.name,
    key: input.Key ?? '',
    initiated: now(s3),
    properties: propertiesOf(input),
    tags: parseTags(input.Tagging),
    lock: lockOfNewVersion(s3, bucket, input),
    parts: {},
    ...(algorithm && { algorithm }),
    ...(checksumType && { checksumType }),
  };
  s3.uploads.set(upload.id, upload);
  return {
    Bucket: upload.bucket,
    Key: upload.key,
    UploadId: upload.id,
    ChecksumAlgorithm: algorithm,
    ChecksumType: checksumType,
    ...describedEncryption(upload.properties),
  };
}

export function uploadPart(s3: S3State, input: Omit<UploadPartRequest, 'Body'> & { readonly Body?: Uint8Array }) {
  const upload = requireUpload(s3, input);
  const body = input.Body ?? new Uint8Array();
  const verified = verifyBody(body, { ...input, ChecksumAlgorithm: input.ChecksumAlgorithm ?? upload.algorithm });
  const part = keepPart(s3, upload, { number: input.PartNumber ?? 0, body, checksum: verified?.value });
  return {
    ETag: part.etag,
    ...(verified && { [`Checksum${verified.algorithm}`]: verified.value }),
    ...describedEncryption(upload.properties),
  };
}

export function uploadPartCopy(s3: S3State, input: UploadPartCopyRequest) {
  const upload = requireUpload(s3, input);
  const source = requireCopySource(s3, input);
  const range = input.CopySourceRange === undefined ? undefined : readRange(input.CopySourceRange, source.size);
  const body = readBody(s3, source, range);
  const verified = verifyBody(body, { ChecksumAlgorithm: upload.algorithm });
  const part = keepPart(s3, upload, { number: input.PartNumber ?? 0, body, checksum: verified?.value });
  return { CopyPartResult: { ETag: part.etag, LastModified: new Date(part.lastModified) } };
}

function keepPart(
  s3: S3State,
  upload: UploadRecord,
  { number, body, checksum }: { number: number; body: Uint8Array; checksum: string | undefined },
): PartRecord {
  if (!(number >= 1 && number <= MOST_PARTS)) {
    throw invalidArgument(`Part number must be an integer between 1 and ${MOST_PARTS}, inclusive`);
  }
  const blob = s3.cloud.store.putBlob(body);
  const described = { number, size: body.length, etag: entityTag(body), blob, lastModified: now(s3) };
  const part = checksum === undefined ? described : { ...described, checksum };
  s3.uploads.set(upload.id, { ...upload, parts: { ...upload.parts, [number]: part } });
  return part;
}

export function abortMultipartUpload(s3: S3State, input: AbortMultipartUploadRequest): void {
  s3.uploads.delete(requireUpload(s3, input).id);
}

export function listParts(s3: S3State, input: ListPartsRequest) {
  const upload = requireUpload(s3, input);
  const { MaxParts = 1000, PartNumberMarker } = input;
  const after = Number(PartNumberMarker ?? 0);
  const parts = Object.values(upload.parts).filter(({ number }) => number > after);
  const page = parts.sort((left, right) => left.number - right.number).slice(0, MaxParts);
  return {
    Bucket: upload.bucket,
    Key: upload.key,
    UploadId: upload.id,
    PartNumberMarker: String(after),
    NextPartNumberMarker: String(page.at(-1)?.number ?? after),
    MaxParts,
    IsTruncated: page.length < parts.length,
    StorageClass: upload.properties.StorageClass ?? 'STANDARD',
    ChecksumAlgorithm: upload.algorithm,
    ChecksumType: upload.checksumType,
    Parts: page.map((part) => ({
      PartNumber: part.number,
      ETag: part.etag,
      Size: part.size,
      LastModified: new Date(part.lastModified),
      ...(upload.algorithm && { [`Checksum${upload.algorithm}`]: part.checksum }),
    })),
  };
}

export function listMultipartUploads(s3: S3State, input: ListMultipartUploadsRequest) {
  const { name } = requireBucket(s3, input.Bucket);
  const { Prefix = '' } = input;
  const uploads = s3.uploads.values().filter(({ bucket, key }) => bucket === name && key.startsWith(Prefix));
  return {
    Bucket: name,
    Prefix,
    IsTruncated: false,
    Uploads: uploads
      .sort((left, right) => Buffer.compare(Buffer.from(left.key), Buffer.from(right.key)))
      .map(({ id, key, initiated }) => ({ UploadId: id, Key: key, Initiated: new Date(initiated) })),
  };
}

/** @throws ServiceError NoSuchUpload */
export function requireUpload(s3: S3State, { Bucket, Key, UploadId }: UploadAddress): UploadRecord {
  requireBucket(s3, Bucket);
  const upload = s3.uploads.get(UploadId ?? '');
  if (upload === undefined || upload.bucket !== Bucket || upload.key !== Key) throw noSuchUpload(UploadId);
  return upload;
}
