import { flag, record, requiredText, tagMap, text } from '../properties.ts';
import type { MadeResource, ResourceRequest, ResourceType } from '../resource-type.ts';
import { isRecord } from '../template/template.ts';
import { callIfImplemented, callUnlessGone } from '../tolerant-call.ts';

/** Encryption, public access, ownership, lifecycle and tags change nothing locally and are passed on when S3 has them. */
export const s3Bucket: ResourceType = {
  createOnly: ['BucketName', 'ObjectLockEnabled'],
  async create(request) {
    const { cloud, properties } = request;
    const Bucket = text(properties, 'BucketName') ?? request.generatedName(63).toLowerCase();
    const lock = flag(properties, 'ObjectLockEnabled') ? { ObjectLockEnabledForBucket: true } : {};
    await cloud.call('s3', 'CreateBucket', { Bucket, ...lock });
    return configure(request, Bucket);
  },
  update: (request) => configure(request, request.physicalId),
  delete: ({ cloud, physicalId: Bucket }) =>
    callUnlessGone(cloud, { service: 's3', operation: 'DeleteBucket', input: { Bucket }, gone: /NoSuchBucket/ }),
};

export const s3BucketPolicy: ResourceType = {
  createOnly: ['Bucket'],
  create: (request) => putPolicy(request),
  update: (request) => putPolicy(request),
  delete: ({ cloud, properties }) => {
    const input = { Bucket: requiredText(properties, 'Bucket') };
    return callIfImplemented(cloud, { service: 's3', operation: 'DeleteBucketPolicy', input });
  },
};

async function putPolicy({ cloud, properties, stackName, logicalId }: ResourceRequest): Promise<MadeResource> {
  const input = { Bucket: requiredText(properties, 'Bucket'), Policy: JSON.stringify(properties.PolicyDocument) };
  await callIfImplemented(cloud, { service: 's3', operation: 'PutBucketPolicy', input });
  return { physicalId: `${stackName}-${logicalId}`, attributes: {} };
}

async function configure({ cloud, properties }: ResourceRequest, Bucket: string): Promise<MadeResource> {
  const { VersioningConfiguration, ObjectLockConfiguration } = properties;
  if (VersioningConfiguration !== undefined) {
    await cloud.call('s3', 'PutBucketVersioning', { Bucket, VersioningConfiguration });
  }
  if (ObjectLockConfiguration !== undefined) {
    await cloud.call('s3', 'PutObjectLockConfiguration', { Bucket, ObjectLockConfiguration });
  }
  const notifications = record(properties, 'NotificationConfiguration');
  if (notifications !== undefined) {
    const events = record(notifications, 'EventBridgeConfiguration');
    const enabled = events !== undefined && flag(events, 'EventBridgeEnabled') !== false;
    const NotificationConfiguration = enabled ? { EventBridgeConfiguration: {} } : {};
    await cloud.call('s3', 'PutBucketNotificationConfiguration', { Bucket, NotificationConfiguration });
  }
  const optional = async (operation: string, input: object | undefined) => {
    if (input !== undefined) await callIfImplemented(cloud, { service: 's3', operation, input: { Bucket, ...input } });
  };
  await optional('PutBucketEncryption', encryption(properties));
  await optional('PutPublicAccessBlock', given(properties, 'PublicAccessBlockConfiguration'));
  await optional('PutBucketOwnershipControls', given(properties, 'OwnershipControls'));
  const TagSet = Object.entries(tagMap(properties)).map(([Key, Value]) => ({ Key, Value }));
  await optional('PutBucketTagging', TagSet.length === 0 ? undefined : { Tagging: { TagSet } });
  await optional('PutBucketLifecycleConfiguration', lifecycle(properties));
  const domain = `${Bucket}.s3.amazonaws.com`;
  const RegionalDomainName = `${Bucket}.s3.${cloud.region}.amazonaws.com`;
  return { physicalId: Bucket, attributes: { Arn: `arn:aws:s3:::${Bucket}`, DomainName: domain, RegionalDomainName } };
}

function given(properties: ResourceRequest['properties'], name: string): object | undefined {
  return properties[name] === undefined ? undefined : { [name]: properties[name] };
}

/** CloudFormation and S3 name the same settings differently. */
function encryption(properties: ResourceRequest['properties']): object | undefined {
  const settings = record(properties, 'BucketEncryption')?.ServerSideEncryptionConfiguration;
  if (!Array.isArray(settings)) return undefined;
  const Rules = settings.filter(isRecord).map(({ ServerSideEncryptionByDefault: byDefault, ...rest }) => ({
    ...rest,
    ApplyServerSideEncryptionByDefault: byDefault,
  }));
  return { ServerSideEncryptionConfiguration: { Rules } };
}

function lifecycle(properties: ResourceRequest['properties']): object | undefined {
  const rules = record(properties, 'LifecycleConfiguration')?.Rules;
  if (!Array.isArray(rules)) return undefined;
  const Rules = rules.filter(isRecord).map(({ Id, Prefix = '', ExpirationInDays, ...rest }) => ({
    ...rest,
    ID: Id,
    Filter: { Prefix },
    ...(ExpirationInDays === undefined ? {} : { Expiration: { Days: Number(ExpirationInDays) } }),
  }));
  return { LifecycleConfiguration: { Rules } };
}
