import type {
  GetBucketNotificationConfigurationRequest,
  PutBucketNotificationConfigurationRequest,
} from '@aws-sdk/client-s3';
import { ServiceError } from '../cloud.ts';
import { requireBucket, type S3State } from './state.ts';

interface Configuration {
  /** Suffix of the operations: Put<name>, Get<name>, Delete<name>. */
  readonly operation: string;
  /** Where Delete's name differs. */
  readonly deletion?: string;
  /** Members of Put's input and of Get's output, in this order. */
  readonly put: string;
  readonly get: string;
  /** What Get answers when there is none: an error, or a default. */
  readonly missing?: { readonly code: string; readonly message: string };
  readonly fallback?: object;
}

const missing = (code: string, message: string) => ({ missing: { code, message } });

/** Kept and returned as they were put; none of them changes what the embedded S3 does. */
const CONFIGURATIONS: readonly Configuration[] = [
  {
    operation: 'BucketEncryption',
    put: 'ServerSideEncryptionConfiguration',
    get: 'ServerSideEncryptionConfiguration',
    fallback: {
      Rules: [{ ApplyServerSideEncryptionByDefault: { SSEAlgorithm: 'AES256' }, BucketKeyEnabled: false }],
    },
  },
  {
    operation: 'PublicAccessBlock',
    put: 'PublicAccessBlockConfiguration',
    get: 'PublicAccessBlockConfiguration',
    ...missing('NoSuchPublicAccessBlockConfiguration', 'The public access block configuration was not found'),
  },
  {
    operation: 'BucketPolicy',
    put: 'Policy',
    get: 'Policy',
    ...missing('NoSuchBucketPolicy', 'The bucket policy does not exist'),
  },
  {
    operation: 'BucketLifecycleConfiguration',
    deletion: 'BucketLifecycle',
    put: 'LifecycleConfiguration.Rules',
    get: 'Rules',
    ...missing('NoSuchLifecycleConfiguration', 'The lifecycle configuration does not exist'),
  },
  {
    operation: 'BucketTagging',
    put: 'Tagging.TagSet',
    get: 'TagSet',
    ...missing('NoSuchTagSet', 'The TagSet does not exist'),
  },
  {
    operation: 'BucketOwnershipControls',
    put: 'OwnershipControls',
    get: 'OwnershipControls',
    ...missing('OwnershipControlsNotFoundError', 'The bucket ownership controls were not found'),
  },
  {
    operation: 'BucketCors',
    put: 'CORSConfiguration.CORSRules',
    get: 'CORSRules',
    ...missing('NoSuchCORSConfiguration', 'The CORS configuration does not exist'),
  },
];

type Operations = Record<string, (input: Record<string, unknown>) => unknown>;

/** Put, Get and Delete of every configuration that is only kept. */
export function configurationOperations(s3: S3State): Operations {
  const operations: Operations = {};
  for (const { operation, deletion = operation, put, get, missing: absent, fallback } of CONFIGURATIONS) {
    operations[`Put${operation}`] = (input) => keep(s3, input, { operation, value: memberAt(input, put) });
    operations[`Delete${deletion}`] = (input) => keep(s3, input, { operation, value: undefined });
    operations[`Get${operation}`] = (input) => {
      const bucket = requireBucket(s3, String(input.Bucket));
      const value = bucket.configuration[operation] ?? fallback;
      if (value !== undefined) return { [get]: revive(value) };
      const { code = 'NoSuchConfiguration', message = 'There is none' } = absent ?? {};
      throw new ServiceError(code, message, { status: 404, members: { BucketName: bucket.name } });
    };
  }
  return operations;
}

function keep(
  s3: S3State,
  input: Record<string, unknown>,
  { operation, value }: { operation: string; value: unknown },
) {
  const bucket = requireBucket(s3, String(input.Bucket));
  const { [operation]: _, ...others } = bucket.configuration;
  s3.buckets.set(bucket.name, {
    ...bucket,
    configuration: value === undefined ? others : { ...others, [operation]: value },
  });
}

function memberAt(input: Record<string, unknown>, path: string): unknown {
  return path
    .split('.')
    .reduce<unknown>((value, name) => (value as Record<string, unknown> | undefined)?.[name], input);
}

/** Dates of lifecycle rules became text in the store. */
function revive(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value), (name, member) => (name === 'Date' ? new Date(member) : member));
}

/** Events go to EventBridge or nowhere; other destinations are refused, because nothing would reach them. */
export function putBucketNotificationConfiguration(
  s3: S3State,
  input: PutBucketNotificationConfigurationRequest,
): void {
  const bucket = requireBucket(s3, input.Bucket);
  const { EventBridgeConfiguration, ...others } = input.NotificationConfiguration ?? {};
  const [other] = Object.entries(others).filter(([, list]) => Array.isArray(list) && list.length > 0);
  if (other !== undefined) {
    throw new ServiceError(
      'NotImplemented',
      `The embedded S3 does not implement notifications to ${other[0]}; use EventBridgeConfiguration.`,
      {
        status: 501,
      },
    );
  }
  s3.buckets.set(bucket.name, { ...bucket, eventBridge: EventBridgeConfiguration !== undefined });
}

export function getBucketNotificationConfiguration(s3: S3State, input: GetBucketNotificationConfigurationRequest) {
  return requireBucket(s3, input.Bucket).eventBridge ? { EventBridgeConfiguration: {} } : {};
}
