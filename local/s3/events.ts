import type { Call } from '../cloud.ts';
import type { VersionRecord } from './records.ts';
import type { S3State } from './state.ts';

type CreationReason = 'PutObject' | 'CopyObject' | 'CompleteMultipartUpload';
type DeletionType = 'Permanently Deleted' | 'Delete Marker Created';

/** Emits `Object Created`, when the bucket sends its events to EventBridge. */
export function emitCreated(
  s3: S3State,
  record: VersionRecord,
  { reason, call }: { reason: CreationReason; call: Call },
) {
  const object = {
    ...describe(record),
    size: record.size,
    sequencer: sequencer(record.sequence),
    ...(reason === 'CopyObject' && { 'has-object-annotation': false }),
  };
  emit(s3, record.bucket, { detailType: 'Object Created', call, detail: { object, reason } });
}

/** Emits `Object Deleted`. `sequence` is that of the deletion, not of what was deleted. */
export function emitDeleted(
  s3: S3State,
  record: VersionRecord,
  { type, sequence, call }: { type: DeletionType; sequence: number; call: Call },
) {
  const object = { ...describe(record), sequencer: sequencer(sequence) };
  const detail = { object, reason: 'DeleteObject', 'deletion-type': type };
  emit(s3, record.bucket, { detailType: 'Object Deleted', call, detail });
}

function describe({ key, etag, versionId }: VersionRecord) {
  return { key, etag: etag.replaceAll('"', ''), ...(versionId !== 'null' && { 'version-id': versionId }) };
}

function emit(
  { cloud, buckets }: S3State,
  bucket: string,
  { detailType, detail, call }: { detailType: string; detail: Record<string, unknown>; call: Call },
): void {
  if (!buckets.get(bucket)?.eventBridge) return;
  cloud.emit({
    source: 'aws.s3',
    detailType,
    resources: [`arn:aws:s3:::${bucket}`],
    detail: {
      version: '0',
      'event-version': '1.2',
      bucket: { name: bucket, 'aws-generated-tags': {} },
      ...detail,
      'request-id': call.requestId,
      requester: cloud.account,
      'source-ip-address': '127.0.0.1',
    },
  });
}

/** Comparable as text among the events of one key. */
function sequencer(sequence: number): string {
  return sequence.toString(16).toUpperCase().padStart(18, '0');
}
