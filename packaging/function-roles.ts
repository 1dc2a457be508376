import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse, type ScalarTag } from 'yaml';

/** A CloudFormation value: text, or an intrinsic function's object. */
export type Value = string | { readonly [intrinsic: string]: unknown };

/** One statement of a function's policy, as its .yml file gives it. */
export interface Permission {
  /** Why the function needs it, one sentence. */
  readonly why: string;
  readonly actions: readonly string[];
  readonly resources: readonly Value[];
  readonly condition?: Readonly<Record<string, unknown>>;
}

const intrinsics: ScalarTag[] = [
  { tag: '!Ref', resolve: (text) => ({ Ref: text }) },
  { tag: '!Sub', resolve: (text) => ({ 'Fn::Sub': text }) },
  { tag: '!GetAtt', resolve: (text) => ({ 'Fn::GetAtt': text.split('.') }) },
];

/** The statements of functions/<name>.yml. @throws Error naming the file when one has no reason, action or resource */
export function readPermissions(root: string, name: string, stage: string): Permission[] {
  const file = join('functions', `${name}.yml`);
  const text = readFileSync(join(root, file), 'utf8').replaceAll('${sls:stage}', stage);
  const { permissions = [] } = parse(text, { customTags: intrinsics }) as { permissions?: Permission[] };
  for (const permission of permissions) {
    const complete = permission.why && permission.actions?.length && permission.resources?.length;
    if (!complete)
      throw new Error(`${file}: every permission needs why, actions and resources: ${JSON.stringify(permission)}`);
  }
  return permissions;
}

/** What no function may do, whatever its own statements allow: a Deny in every role. */
export const denials: readonly Permission[] = [
  {
    why: 'only people pin the anchor, or move it: a line that moved it itself would judge itself',
    actions: ['s3:PutObject', 's3:DeleteObject'],
    resources: [{ 'Fn::Sub': '${LedgerBucket.Arn}/models/*/anchor.json' }],
  },
];

/** The IAM role of one function: its own statements, its own log group, traces, and what no function may do. */
export function functionRole(name: string, permissions: readonly Permission[], stage: string): object {
  const statements = [
    ...permissions,
    {
      why: 'writes its own log',
      actions: ['logs:CreateLogStream', 'logs:PutLogEvents'],
      resources: [
        {
          'Fn::Sub': `arn:\${AWS::Partition}:logs:\${AWS::Region}:\${AWS::AccountId}:log-group:/aws/lambda/${functionName(stage, name)}:*`,
        },
      ],
    },
    // X-Ray has no resources to narrow these to.
    { why: 'sends traces', actions: ['xray:PutTraceSegments', 'xray:PutTelemetryRecords'], resources: ['*'] },
  ];
  return {
    Type: 'AWS::IAM::Role',
    Metadata: {
      Reasons: [
        ...statements.map(({ why, actions }) => `${actions.join(', ')}: ${why}`),
        ...denials.map(({ why, actions }) => `never ${actions.join(', ')}: ${why}`),
      ],
    },
    Properties: {
      AssumeRolePolicyDocument: {
        Version: '2012-10-17',
        Statement: [{ Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' }, Action: 'sts:AssumeRole' }],
      },
      Policies: [
        {
          PolicyName: name,
          PolicyDocument: {
            Version: '2012-10-17',
            Statement: [
              ...statements.map((statement) => ({
                Effect: 'Allow',
                Action: statement.actions,
                Resource: statement.resources,
                ...('condition' in statement && statement.condition !== undefined
                  ? { Condition: statement.condition }
                  : {}),
              })),
              ...denials.map(({ actions, resources }) => ({ Effect: 'Deny', Action: actions, Resource: resources })),
            ],
          },
        },
      ],
    },
  };
}

export function functionName(stage: string, name: string): string {
  return `andon-${stage}-${name}`;
}

/** gate-candidate -> GateCandidate, the word of the ASL state. */
export function stateName(name: string): string {
  return name.replaceAll(/(?:^|-)([a-z])/g, (_, letter: string) => letter.toUpperCase());
}
