import { GetObjectCommand, ListObjectsV2Command } from '@aws-sdk/client-s3';
import { type Line, MODEL } from './line.ts';

/** An audit record, as stored. */
export interface StoredRecord {
  readonly seq: number;
  readonly time: string;
  readonly actor: string;
  readonly action: string;
  readonly subject: string;
  readonly reason: string;
  readonly evidence?: Readonly<Record<string, unknown>>;
}

/** The model's audit records, in order. */
export async function readAudit({ clients, deployment }: Line): Promise<StoredRecord[]> {
  const Bucket = deployment.ledgerBucket;
  const { Contents } = await clients.s3.send(new ListObjectsV2Command({ Bucket, Prefix: `audit/${MODEL}/` }));
  return Promise.all(
    (Contents ?? []).map(async ({ Key }) => {
      const { Body } = await clients.s3.send(new GetObjectCommand({ Bucket, Key }));
      return JSON.parse((await Body?.transformToString()) ?? '{}') as StoredRecord;
    }),
  );
}
