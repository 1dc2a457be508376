import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  CreateStackCommand,
  DescribeStackResourceCommand,
  DescribeStacksCommand,
  UpdateStackCommand,
} from '@aws-sdk/client-cloudformation';
import { PutObjectCommand } from '@aws-sdk/client-s3';
import type { Clients } from './clients.ts';

const CAPABILITIES = ['CAPABILITY_IAM', 'CAPABILITY_NAMED_IAM'] as const;

interface Template {
  readonly Resources: Record<string, { Type: string; Properties?: { Code?: { S3Key?: string } } }>;
}

/** Outputs of interest of a deployed stage. */
export interface Deployment {
  readonly dataBucket: string;
  readonly ledgerBucket: string;
  readonly stateMachines: { readonly retrain: string; readonly release: string; readonly rollback: string };
}

/**
 * Deploys what `serverless package` made the way the framework itself does: first a stack with the deployment bucket, then the zips and
 * the whole template.
 */
export async function deploy(
  { cloudFormation, s3 }: Clients,
  stage: string,
  folder = '.serverless',
): Promise<Deployment> {
  const StackName = `andon-${stage}`;
  const read = (name: string) => readFileSync(join(folder, name), 'utf8');
  const settle = async () => {
    for (;;) {
      const stack = (await cloudFormation.send(new DescribeStacksCommand({ StackName }))).Stacks?.[0];
      const status = stack?.StackStatus ?? '';
      if (status.endsWith('ROLLBACK_COMPLETE') || status.endsWith('FAILED')) {
        throw new Error(`The stack ${StackName} ended ${status}: ${stack?.StackStatusReason ?? ''}`);
      }
      if (status.endsWith('_COMPLETE')) return;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  };
  const physicalId = async (LogicalResourceId: string) => {
    const answer = await cloudFormation.send(new DescribeStackResourceCommand({ StackName, LogicalResourceId }));
    return answer.StackResourceDetail?.PhysicalResourceId ?? '';
  };

  const first = read('cloudformation-template-create-stack.json');
  await cloudFormation.send(
    new CreateStackCommand({ StackName, TemplateBody: first, Capabilities: [...CAPABILITIES] }),
  );
  await settle();
  const Bucket = await physicalId('ServerlessDeploymentBucket');

  const body = read('cloudformation-template-update-stack.json');
  const template = JSON.parse(body) as Template;
  const keys = Object.values(template.Resources).flatMap(({ Properties }) => Properties?.Code?.S3Key ?? []);
  const folderOf = keys[0]?.slice(0, keys[0].lastIndexOf('/')) ?? '';
  for (const name of readdirSync(folder).filter((file) => file.endsWith('.zip'))) {
    await s3.send(new PutObjectCommand({ Bucket, Key: `${folderOf}/${name}`, Body: readFileSync(join(folder, name)) }));
  }
  const Key = `${folderOf}/compiled-cloudformation-template.json`;
  await s3.send(new PutObjectCommand({ Bucket, Key, Body: body }));
  const TemplateURL = `https://s3.amazonaws.com/${Bucket}/${Key}`;
  await cloudFormation.send(new UpdateStackCommand({ StackName, TemplateURL, Capabilities: [...CAPABILITIES] }));
  await settle();
  return describeDeployment(physicalId);
}

async function describeDeployment(physicalId: (logicalId: string) => Promise<string>): Promise<Deployment> {
  return {
    dataBucket: await physicalId('DataBucket'),
    ledgerBucket: await physicalId('LedgerBucket'),
    stateMachines: {
      retrain: await physicalId('RetrainStateMachine'),
      release: await physicalId('ReleaseStateMachine'),
      rollback: await physicalId('RollbackStateMachine'),
    },
  };
}

/** What an earlier deployment of this stage made; for a story that is continued. */
export function findDeployment({ cloudFormation }: Clients, stage: string): Promise<Deployment> {
  const StackName = `andon-${stage}`;
  return describeDeployment(async (LogicalResourceId) => {
    const answer = await cloudFormation.send(new DescribeStackResourceCommand({ StackName, LogicalResourceId }));
    return answer.StackResourceDetail?.PhysicalResourceId ?? '';
  });
}
