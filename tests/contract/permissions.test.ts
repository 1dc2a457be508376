import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { dataKeys } from '#domain/object-keys.ts';
import { functionNames } from '../../packaging/bundle.ts';
import { functionRole, type Permission, readPermissions, stateName } from '../../packaging/function-roles.ts';
import { actionsOf } from './adapter-commands.ts';
import { readDefinitions, statesOf } from './definitions.ts';

const roles = functionNames('.').map((name) => ({ name, permissions: readPermissions('.', name, 'dev') }));

/** Actions that AWS asks for on behalf of a call, not of the code: the call, and the actions that come with it. */
const implied: Readonly<Record<string, readonly string[]>> = {
  'sns:Publish': ['kms:Decrypt', 'kms:GenerateDataKey'],
  // Without ListBucket a missing object answers 403 instead of 404.
  's3:GetObject': ['s3:GetObjectVersion', 's3:ListBucket'],
  'sagemaker:CreateTrainingJob': ['iam:PassRole', 'sagemaker:AddTags'],
  'sagemaker:CreateTransformJob': ['iam:PassRole', 'sagemaker:AddTags'],
  'sagemaker:CreateModel': ['iam:PassRole', 'sagemaker:AddTags', 'sagemaker:DescribeModelPackage'],
  'sagemaker:CreateEndpointConfig': ['sagemaker:AddTags'],
  'sagemaker:CreateEndpoint': ['sagemaker:AddTags'],
};

/** What shared code could do and this function's part of it does not. */
const never: Readonly<Record<string, { readonly actions: readonly string[]; readonly why: string }>> = {
  'train-model': { actions: ['sagemaker:DescribeTransformJob'], why: 'it resumes the wait for a training job only' },
  'score-holdout': { actions: ['sagemaker:DescribeTrainingJob'], why: 'it resumes the wait for a transform job only' },
};

/** Actions that take no resource, so that nothing narrower than all can be named. */
const withoutResource = [
  ...['cloudwatch:PutMetricData', 'cloudwatch:GetMetricData', 'cloudwatch:DescribeAlarms'],
  ...['sagemaker:ListEndpoints', 'sagemaker:ListEndpointConfigs'],
];

interface Statement {
  readonly Effect: string;
  readonly Action: readonly string[];
  readonly Resource: readonly unknown[];
}

const policyOf = (role: object) =>
  (role as { Properties: { Policies: [{ PolicyDocument: { Statement: Statement[] } }] } }).Properties.Policies[0]
    .PolicyDocument;

const conditionOf = (permission: Permission, operator: string, key: string) =>
  (permission.condition?.[operator] as Record<string, unknown> | undefined)?.[key];

describe.each(roles)('The role of $name', ({ name, permissions }) => {
  const granted = new Set(permissions.flatMap(({ actions }) => actions));
  const needed = [...actionsOf(`functions/${name}.ts`)].filter((action) => !never[name]?.actions.includes(action));

  it('allows what its code calls', () => {
    expect(needed.filter((action) => !granted.has(action))).toEqual([]);
  });

  it('allows nothing that its code never calls', () => {
    const asynchronous = readFileSync('infrastructure/rules.yml', 'utf8').includes(
      `!Ref ${stateName(name)}LambdaFunction`,
    );
    const explained = new Set([
      ...needed,
      ...needed.flatMap((action) => implied[action] ?? []),
      ...(asynchronous ? ['sqs:SendMessage'] : []),
    ]);
    expect([...granted].filter((action) => !explained.has(action))).toEqual([]);
  });

  it('gives a reason for every statement, and names single actions', () => {
    for (const { why, actions } of permissions) {
      expect(why.length, why).toBeGreaterThan(10);
      expect(actions.filter((action) => !/^[a-z0-9]+:[A-Z]\w+$/.test(action))).toEqual([]);
    }
  });

  it('names resources, except where an action takes none', () => {
    for (const { actions, resources } of permissions)
      if (resources.includes('*')) expect(actions.filter((action) => !withoutResource.includes(action))).toEqual([]);
  });

  it('hands roles to SageMaker only', () => {
    for (const permission of permissions.filter(({ actions }) => actions.includes('iam:PassRole')))
      expect(conditionOf(permission, 'StringEquals', 'iam:PassedToService')).toBe('sagemaker.amazonaws.com');
  });

  it('can stop and go back; only ApproveCandidate can approve', () => {
    for (const permission of permissions) {
      if (permission.actions.includes('sagemaker:UpdateModelPackage') && name !== 'approve-candidate')
        expect(conditionOf(permission, 'StringEquals', 'sagemaker:ModelApprovalStatus')).toBe('Rejected');
      if (permission.actions.includes('sagemaker:CreateModelPackage'))
        expect(conditionOf(permission, 'StringNotEqualsIfExists', 'sagemaker:ModelApprovalStatus')).toBe('Approved');
    }
  });

  it('cannot pin, move or clear the anchor: only people can', () => {
    const { Statement } = policyOf(functionRole(name, permissions, 'dev'));
    const denied = Statement.filter(({ Effect }) => Effect === 'Deny').flatMap(({ Action, Resource }) =>
      Action.flatMap((action) => Resource.map((resource) => [action, resource])),
    );
    const anchor = { 'Fn::Sub': '${LedgerBucket.Arn}/models/*/anchor.json' };
    const writes = [...granted].filter((action) => /^s3:(Put|Delete)Object$/.test(action));
    for (const action of writes) expect(denied).toContainEqual([action, anchor]);
    expect(denied.length).toBeGreaterThan(0);
  });

  it('deletes no job, no SageMaker Model that a version may be scored or served with, and no record of the audit trail', () => {
    const never = /DeleteTrainingJob|DeleteProcessingJob|DeleteModel|Bypass|DeleteObjectVersion/;
    expect([...granted].filter((action) => never.test(action))).toEqual([]);
    const deletes = permissions.filter(({ actions }) => actions.includes('s3:DeleteObject'));
    expect(JSON.stringify(deletes.map(({ resources }) => resources))).not.toContain('/audit/');
  });
});

interface RoleResource {
  readonly Properties: {
    readonly Policies?: readonly { readonly PolicyDocument: { readonly Statement: readonly YamlStatement[] } }[];
  };
}

interface YamlStatement {
  readonly Action: string | readonly string[];
  readonly Resource: string | readonly string[];
}

/** The statements of a state machine's role. */
function statementsOf(role: string): readonly YamlStatement[] {
  const text = readFileSync('infrastructure/workflows.yml', 'utf8');
  const { Resources } = parse(text, { logLevel: 'silent' }) as { Resources: Record<string, RoleResource> };
  return (Resources[role]?.Properties.Policies ?? []).flatMap(({ PolicyDocument }) => PolicyDocument.Statement);
}

describe.each(readDefinitions())('The role of the state machine $name', ({ name, definition }) => {
  it('may invoke the functions of its states, and no others', () => {
    const text = readFileSync('infrastructure/workflows.yml', 'utf8');
    const role = text.slice(text.indexOf(`${stateName(name)}StateMachineRole:`));
    const policy = role.slice(0, role.indexOf('deliversLogs'));
    const allowed = [...policy.matchAll(/!GetAtt (\w+)LambdaFunction\.Arn/g)].map((match) => match[1]);
    const called = statesOf(definition)
      .map(({ state }) => /\$\{(\w+)FunctionArn\}/.exec(state.Arguments?.FunctionName ?? '')?.[1])
      .filter((each) => each !== undefined);
    expect(allowed.sort()).toEqual([...new Set(called)].sort());
  });

  it('may start, follow, stop and redrive the children of its distributed Maps and read their items; else it may not', () => {
    const granted = statementsOf(`${stateName(name)}StateMachineRole`).flatMap(({ Action, Resource }) =>
      [Action].flat().flatMap((action) => [Resource].flat().map((resource) => [action, resource] as const)),
    );
    const forMaps = granted.filter(([action]) => /^(states|s3):/.test(action)).sort();
    const maps = statesOf(definition).filter(
      ({ state }) => state.ItemProcessor?.ProcessorConfig?.Mode === 'DISTRIBUTED',
    );
    if (maps.length === 0) return expect(forMaps).toEqual([]);
    const own = (kind: string) =>
      `arn:\${AWS::Partition}:states:\${AWS::Region}:\${AWS::AccountId}:${kind}:andon-\${sls:stage}-${name}`;
    const children = ['states:DescribeExecution', 'states:StopExecution', 'states:RedriveExecution'].flatMap(
      (action) => [
        [action, `${own('execution')}:*`],
        [action, `${own('execution')}/*`],
      ],
    );
    const plans = dataKeys.datasetParts('*', '*', '*').concat('plan.json');
    expect(forMaps).toEqual(
      [
        ['states:StartExecution', own('stateMachine')],
        ...children,
        ['s3:GetObject', `\${DataBucket.Arn}/${plans}`],
      ].sort(),
    );
  });

  it('reads the items of a distributed Map from S3, and labels its children by its name', () => {
    const text = readFileSync('infrastructure/workflows.yml', 'utf8');
    expect(text).toContain(`StateMachineName: andon-\${sls:stage}-${name}`);
    for (const { path, state } of statesOf(definition)) {
      if (state.ItemProcessor?.ProcessorConfig?.Mode !== 'DISTRIBUTED') continue;
      expect(state.Label).toBe(path);
      expect(state.ItemReader?.Resource).toBe('arn:aws:states:::s3:getObject');
      expect(state.MaxConcurrency).toBeGreaterThan(0);
    }
  });
});
