import {
  type CloudFormationClient,
  DescribeStacksCommand,
  paginateListStackResources,
  type Stack,
} from '@aws-sdk/client-cloudformation';
import type { Retention } from '../../aws/object-store.ts';
import { OperatorError } from '../operator-error.ts';

/** What a stage's stack made, as far as an operator needs it. */
export interface DeployedStage {
  readonly stackName: string;
  readonly region: string;
  /** The models it was deployed with, in order of their names. */
  readonly models: readonly string[];
  readonly dataBucket: string;
  readonly ledgerBucket: string;
  readonly notificationsTopic: string;
  readonly stateMachines: Readonly<Record<WorkflowKind, WorkflowArns>>;
  readonly auditRetention: { readonly mode: Retention['mode']; readonly days: number };
}

export type WorkflowKind = 'retrain' | 'release' | 'rollback';

export interface WorkflowArns {
  /** Executions are listed by the state machine and started through the alias. */
  readonly stateMachine: string;
  readonly alias: string;
}

/** Reads a stage's stack. @throws OperatorError STACK_MISSING, STACK_INCOMPLETE */
export async function findDeployedStage(client: CloudFormationClient, stage: string): Promise<DeployedStage> {
  const stackName = `andon-${stage}`;
  const region = await client.config.region();
  const stack = await describeStack(client, { stackName, stage, region });
  const ids = new Map<string, string>();
  const groups: string[] = [];
  for await (const page of paginateListStackResources({ client }, { StackName: stackName })) {
    for (const { LogicalResourceId, PhysicalResourceId = '', ResourceType } of page.StackResourceSummaries ?? []) {
      if (LogicalResourceId !== undefined && PhysicalResourceId !== '') ids.set(LogicalResourceId, PhysicalResourceId);
      if (ResourceType === 'AWS::SageMaker::ModelPackageGroup') groups.push(PhysicalResourceId);
    }
  }
  const required = (what: string, value: string | undefined) => {
    if (value !== undefined && value !== '') return value;
    throw new OperatorError(
      'STACK_INCOMPLETE',
      `The stack ${stackName} has no ${what}; it is ${stack.StackStatus}. Wait until its deployment has ended, or deploy it again with: npx serverless deploy --stage ${stage}`,
    );
  };
  const resource = (logicalId: string) => required(`resource ${logicalId}`, ids.get(logicalId));
  const output = (key: string) =>
    required(`output ${key}`, stack.Outputs?.find(({ OutputKey }) => OutputKey === key)?.OutputValue);
  return {
    stackName,
    region,
    models: modelsOf(groups, stage),
    dataBucket: resource('DataBucket'),
    ledgerBucket: resource('LedgerBucket'),
    notificationsTopic: resource('NotificationsTopic'),
    stateMachines: {
      retrain: { stateMachine: resource('RetrainStateMachine'), alias: resource('RetrainLive') },
      release: { stateMachine: resource('ReleaseStateMachine'), alias: resource('ReleaseLive') },
      rollback: { stateMachine: resource('RollbackStateMachine'), alias: resource('RollbackLive') },
    },
    auditRetention: retentionOf(output('AuditRetention')),
  };
}

interface Sought {
  readonly stackName: string;
  readonly stage: string;
  readonly region: string;
}

async function describeStack(client: CloudFormationClient, { stackName, stage, region }: Sought): Promise<Stack> {
  try {
    const { Stacks = [] } = await client.send(new DescribeStacksCommand({ StackName: stackName }));
    if (Stacks[0] !== undefined) return Stacks[0];
  } catch (error) {
    // CloudFormation has no error of its own for it: ValidationError, "Stack with id ... does not exist".
    if (!(error instanceof Error && /does not exist/.test(error.message))) throw error;
  }
  throw new OperatorError(
    'STACK_MISSING',
    `There is no stack ${stackName} in ${region}. Deploy it with: npx serverless deploy --stage ${stage} (npm start deploys the stage dev to a local AWS), or name another --stage, --region or target.`,
  );
}

/** A model's registry group is named `<stage>-<model>`; its physical id is the group's ARN. */
function modelsOf(groups: readonly string[], stage: string): string[] {
  const prefix = `${stage}-`;
  return groups
    .map((id) => id.slice(id.lastIndexOf('/') + 1))
    .filter((name) => name.startsWith(prefix))
    .map((name) => name.slice(prefix.length))
    .sort();
}

/** The output reads `GOVERNANCE 1`: mode and days. */
function retentionOf(output: string): DeployedStage['auditRetention'] {
  const [mode, days] = output.split(' ');
  return { mode: mode === 'COMPLIANCE' ? 'COMPLIANCE' : 'GOVERNANCE', days: Number(days) };
}
