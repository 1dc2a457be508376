import type { FaultPoint } from '../../local/cloud.ts';
import { denials, type Permission, readPermissions, type Value } from '../../packaging/function-roles.ts';

const ACCOUNT = '000000000000';
const REGION = 'us-east-1';
const STAGE = 'dev';

/** What the references in functions/*.yml are on the line of a test. */
const references: Readonly<Record<string, string>> = {
  'AWS::Partition': 'aws',
  'AWS::Region': REGION,
  'AWS::AccountId': ACCOUNT,
  'DataBucket.Arn': 'arn:aws:s3:::data',
  'LedgerBucket.Arn': 'arn:aws:s3:::ledger',
  NotificationsTopic: `arn:aws:sns:${REGION}:${ACCOUNT}:andon-${STAGE}`,
  'ServingRole.Arn': `arn:aws:iam::${ACCOUNT}:role/serving`,
  ...Object.fromEntries(
    ['Retrain', 'Release', 'Rollback'].flatMap((kind) => {
      const arn = `arn:aws:states:${REGION}:${ACCOUNT}:stateMachine:andon-${STAGE}-${kind.toLowerCase()}`;
      return [
        [`${kind}StateMachine`, arn],
        [`${kind}Live`, `${arn}:live`],
      ];
    }),
  ),
};

/** An action on a resource, and the condition keys that come with it. */
interface Access {
  readonly action: string;
  readonly resource: string;
  readonly context?: Readonly<Record<string, string | undefined>>;
}

/** What services ask of the faults about their own work: nobody calls it. */
const inner = /^(Run|RollBack|Deliver|Invoke$)/;

/** Why the role of a function does not allow a call, by its .yml file; undefined when it does. */
export function deniedBy(name: string, point: FaultPoint): string | undefined {
  if (inner.test(point.operation)) return undefined;
  const permissions = readPermissions('.', name, STAGE);
  const forbidden = (access: Access) => denials.some((denial) => allows(denial, access));
  const denied = accessesOf(point).find(
    (access) => forbidden(access) || !permissions.some((permission) => allows(permission, access)),
  );
  return denied && `functions/${name}.yml does not allow ${denied.action} on ${denied.resource}`;
}

function allows(
  { actions, resources, condition = {} }: Permission,
  { action, resource, context = {} }: Access,
): boolean {
  if (!actions.includes(action) || !resources.some((pattern) => matches(textOf(pattern), resource))) return false;
  return Object.entries(condition).every(([operator, keys]) =>
    Object.entries(keys as Record<string, string>).every(([key, wanted]) => {
      const value = context[key];
      if (operator === 'StringEquals') return value === wanted;
      if (operator === 'StringNotEqualsIfExists') return value !== wanted;
      throw new Error(`The condition ${operator} is not known here.`);
    }),
  );
}

function textOf(value: Value): string {
  if (typeof value === 'string') return value;
  const [[intrinsic, argument] = ['', '']] = Object.entries(value);
  const text = Array.isArray(argument) ? argument.join('.') : String(argument);
  const resolve = (name: string) => {
    const resolved = references[name];
    if (resolved === undefined) throw new Error(`${name} is nothing on the line of a test.`);
    return resolved;
  };
  return intrinsic === 'Fn::Sub'
    ? text.replaceAll(/\$\{([\w:.]+)\}/g, (_, name: string) => resolve(name))
    : resolve(text);
}

function matches(pattern: string, resource: string): boolean {
  const source = pattern.split('*').map((part) => part.replaceAll(/[.+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(`^${source.join('.*')}$`).test(resource);
}

/** What AWS asks the caller's role for, by the texts of the call's input. */
function accessesOf({ service, operation, subject }: FaultPoint): Access[] {
  switch (service) {
    case 's3':
      return s3Accesses(operation, subject);
    case 'sfn':
      // A token names its execution to Step Functions alone.
      return [
        { action: `states:${operation}`, resource: subject.stateMachineArn ?? subject.executionArn ?? anyMachine },
      ];
    case 'eventbridge':
      return [{ action: `events:${operation}`, resource: `arn:aws:events:${REGION}:${ACCOUNT}:event-bus/default` }];
    case 'sns':
      return [{ action: 'sns:Publish', resource: subject.TopicArn ?? '' }];
    case 'sagemaker-runtime':
      return [{ action: `sagemaker:${operation}`, resource: sageMakerArn('endpoint', subject.EndpointName) }];
    case 'cloudwatch':
      return [cloudWatchAccess(operation, subject)];
    case 'sagemaker':
      return sageMakerAccesses(operation, subject);
    default:
      return [{ action: `${service}:${operation}`, resource: '*' }];
  }
}

const anyMachine = `arn:aws:states:${REGION}:${ACCOUNT}:stateMachine:andon-${STAGE}-retrain`;

function s3Accesses(
  operation: string,
  { Bucket = '', Key = '', CopySource = '', ...subject }: FaultPoint['subject'],
): Access[] {
  const bucket = `arn:aws:s3:::${Bucket}`;
  const object = `${bucket}/${Key}`;
  switch (operation) {
    case 'ListObjectsV2':
      return [{ action: 's3:ListBucket', resource: bucket }];
    case 'ListObjectVersions':
      return [{ action: 's3:ListBucketVersions', resource: bucket }];
    case 'HeadObject':
    case 'GetObject': {
      const action = subject.VersionId === undefined ? 's3:GetObject' : 's3:GetObjectVersion';
      return [{ action, resource: object }];
    }
    case 'CopyObject': {
      const [source = '', version] = CopySource.split('?versionId=');
      const action = version === undefined ? 's3:GetObject' : 's3:GetObjectVersion';
      return [
        { action, resource: `arn:aws:s3:::${decodeURIComponent(source)}` },
        { action: 's3:PutObject', resource: object },
      ];
    }
    case 'PutObject': {
      const retention = { action: 's3:PutObjectRetention', resource: object };
      return [
        { action: 's3:PutObject', resource: object },
        ...(subject.ObjectLockMode === undefined ? [] : [retention]),
      ];
    }
    default:
      return [{ action: `s3:${operation}`, resource: object }];
  }
}

/** Members that name what a SageMaker operation is about, and the kind of its ARN. */
const kinds: readonly (readonly [string, string])[] = [
  ['TrainingJobName', 'training-job'],
  ['TransformJobName', 'transform-job'],
  ['ModelPackageGroupName', 'model-package-group'],
  ['EndpointName', 'endpoint'],
  ['EndpointConfigName', 'endpoint-config'],
  ['ModelName', 'model'],
];

function sageMakerArn(kind: string, name: string | undefined): string {
  return `arn:aws:sagemaker:${REGION}:${ACCOUNT}:${kind}/${name}`;
}

/** Metrics and listings have no resource to name. The names of alarms to delete are no texts of the call: any of the stage's will do. */
function cloudWatchAccess(operation: string, { AlarmName, Namespace }: FaultPoint['subject']): Access {
  const action = `cloudwatch:${operation}`;
  const alarm = `arn:aws:cloudwatch:${REGION}:${ACCOUNT}:alarm:${AlarmName ?? `${STAGE}-any`}`;
  const named = operation === 'PutMetricAlarm' || operation === 'DeleteAlarms';
  return { action, resource: named ? alarm : '*', context: { 'cloudwatch:namespace': Namespace } };
}

function sageMakerAccesses(operation: string, subject: FaultPoint['subject']): Access[] {
  const context = { 'sagemaker:ModelApprovalStatus': subject.ModelApprovalStatus };
  const kind = kinds.find(([member]) => subject[member] !== undefined);
  const named = kind && sageMakerArn(kind[1], subject[kind[0]]);
  const resource = subject.ModelPackageArn ?? subject.ModelPackageName ?? subject.ResourceArn ?? named ?? '';
  const role = subject.RoleArn ?? subject.ExecutionRoleArn;
  const passed = { 'iam:PassedToService': 'sagemaker.amazonaws.com' };
  return [
    { action: `sagemaker:${operation}`, resource, context },
    ...(role === undefined ? [] : [{ action: 'iam:PassRole', resource: role, context: passed }]),
    ...(/^Create(Training|Transform)Job$/.test(operation) ? [{ action: 'sagemaker:AddTags', resource }] : []),
  ];
}
