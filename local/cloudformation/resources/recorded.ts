import { arn } from '../../arn.ts';
import { text } from '../properties.ts';
import type { MadeResource, ResourceRequest, ResourceType } from '../resource-type.ts';

/**
 * Resources that are kept as records only: Ref, GetAtt and DescribeStackResources know them, nothing enforces them.
 * The embedded AWS has no IAM and no KMS.
 */
export const iamRole = recorded({
  createOnly: ['RoleName', 'Path'],
  make(request) {
    const name = text(request.properties, 'RoleName') ?? request.generatedName(64);
    const Arn = iamArn(request, `role${path(request)}${name}`);
    return { physicalId: name, attributes: { Arn, RoleId: uniqueId('AROA', request) } };
  },
});

export const iamManagedPolicy = recorded({
  createOnly: ['ManagedPolicyName', 'Path'],
  make(request) {
    const name = text(request.properties, 'ManagedPolicyName') ?? request.generatedName(128);
    const Arn = iamArn(request, `policy${path(request)}${name}`);
    return { physicalId: Arn, attributes: { PolicyArn: Arn, PolicyId: uniqueId('ANPA', request) } };
  },
});

export const iamPolicy = recorded({
  make: (request) => ({ physicalId: text(request.properties, 'PolicyName') ?? request.logicalId, attributes: {} }),
});

export const kmsKey = recorded({
  make({ cloud }) {
    const KeyId = cloud.uuid();
    return { physicalId: KeyId, attributes: { KeyId, Arn: arn(cloud, 'kms', `key/${KeyId}`) } };
  },
});

export const kmsAlias = recorded({
  createOnly: ['AliasName'],
  make: ({ properties }) => ({ physicalId: String(properties.AliasName), attributes: {} }),
});

export const cloudwatchDashboard = recorded({
  createOnly: ['DashboardName'],
  make: (request) => ({
    physicalId: text(request.properties, 'DashboardName') ?? request.generatedName(255),
    attributes: {},
  }),
});

export const logsMetricFilter = recorded({
  createOnly: ['FilterName', 'LogGroupName'],
  make: (request) => ({
    physicalId: text(request.properties, 'FilterName') ?? request.generatedName(512),
    attributes: {},
  }),
});

interface Recorded {
  readonly createOnly?: readonly string[];
  make(request: ResourceRequest): MadeResource;
}

function recorded({ createOnly = [], make }: Recorded): ResourceType {
  return {
    createOnly,
    create: make,
    update: ({ physicalId, attributes }) => ({ physicalId, attributes }),
    delete: () => undefined,
  };
}

function path({ properties }: ResourceRequest): string {
  return text(properties, 'Path') ?? '/';
}

function iamArn({ cloud }: ResourceRequest, resource: string): string {
  return `arn:aws:iam::${cloud.account}:${resource}`;
}

/** IAM's ids: a prefix and 17 capital letters and digits. */
function uniqueId(prefix: string, { cloud }: ResourceRequest): string {
  return prefix + cloud.uuid().replaceAll('-', '').slice(0, 17).toUpperCase();
}
