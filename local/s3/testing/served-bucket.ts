import {
  CreateBucketCommand,
  type CreateBucketCommandInput,
  PutBucketNotificationConfigurationCommand,
  PutBucketVersioningCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import type { CreateService, ServiceEvent } from '../../cloud.ts';
import { createServedCloud, type ServedCloud } from '../../testing/served-cloud.ts';
import { createS3 } from '../service.ts';

export interface ServedBucket extends AsyncDisposable {
  readonly cloud: ServedCloud;
  readonly s3: S3Client;
  readonly Bucket: string;
  /** What S3 put on the event bus. */
  readonly events: ServiceEvent[];
}

/** A cloud with S3 and one bucket, which sends its events to a bus that keeps them. */
export async function createServedBucket({
  versioned = false,
  directory,
  ...creation
}: { versioned?: boolean; directory?: string } & Omit<CreateBucketCommandInput, 'Bucket'> = {}): Promise<ServedBucket> {
  const events: ServiceEvent[] = [];
  const createBus: CreateService = () => ({
    id: 'eventbridge',
    operations: {},
    ports: { emit: (event) => void events.push(event) },
  });
  const cloud = await createServedCloud({ services: [createS3, createBus], ...(directory && { directory }) });
  const s3 = new S3Client(cloud.client);
  const Bucket = 'a-bucket';
  await s3.send(new CreateBucketCommand({ Bucket, ...creation }));
  const NotificationConfiguration = { EventBridgeConfiguration: {} };
  await s3.send(new PutBucketNotificationConfigurationCommand({ Bucket, NotificationConfiguration }));
  if (versioned) {
    await s3.send(new PutBucketVersioningCommand({ Bucket, VersioningConfiguration: { Status: 'Enabled' } }));
  }
  return { cloud, s3, Bucket, events, [Symbol.asyncDispose]: () => cloud[Symbol.asyncDispose]() };
}
