import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, posix, resolve } from 'node:path';
import { setTimeout as realDelay } from 'node:timers/promises';
import type { StackEvent, Stack as WireStack } from '@aws-sdk/client-cloudformation';
import { type Cloud, ServiceError } from '../cloud.ts';
import { isRecord, parseTemplate, type Template } from './template/template.ts';

export interface DeployRequest {
  /** The folder `serverless package` writes, usually `.serverless`. */
  readonly packageDirectory: string;
  /** Default: `<service>-<stage>` of the package, as `serverless deploy` names it. */
  readonly stackName?: string;
}

/** What is read of `serverless-state.json`. */
interface PackageState {
  readonly service: {
    readonly service: string;
    readonly provider: { readonly stage: string; readonly stackTags?: Readonly<Record<string, string>> };
  };
}

/** The stack did not reach the state wanted; the message names the resource and why. */
export class DeploymentFailedError extends Error {
  override readonly name = 'DeploymentFailedError';
}

const CORE_TEMPLATE = 'cloudformation-template-create-stack.json';
const TEMPLATE = 'cloudformation-template-update-stack.json';
const DEPLOYMENT_BUCKET = 'ServerlessDeploymentBucket';

/**
 * Does what `serverless deploy --package` does: the stack with its deployment bucket, the zips into the bucket, the
 * stack as packaged. Deploying the same package again changes nothing. Returns the stack's outputs by key.
 * @throws DeploymentFailedError
 */
export async function deployPackage(cloud: Cloud, request: DeployRequest): Promise<Record<string, string>> {
  const read = (name: string) => readFileSync(join(request.packageDirectory, name), 'utf8');
  const state = JSON.parse(read('serverless-state.json')) as PackageState;
  const { service } = state;
  const StackName = request.stackName ?? `${service.service}-${service.provider.stage}`;
  const Tags = Object.entries(service.provider.stackTags ?? {}).map(([Key, Value]) => ({ Key, Value }));
  const text = read(TEMPLATE);
  const template = parseTemplate(text);
  if (DEPLOYMENT_BUCKET in template.Resources && (await describe(cloud, StackName)) === undefined) {
    await cloud.call('cloudformation', 'CreateStack', { StackName, Tags, TemplateBody: read(CORE_TEMPLATE) });
    await settled(cloud, StackName);
  }
  await uploadZips(cloud, { template, StackName, zips: packagedZips(request.packageDirectory, state) });
  const operation = (await describe(cloud, StackName)) === undefined ? 'CreateStack' : 'UpdateStack';
  try {
    await cloud.call('cloudformation', operation, { StackName, Tags, TemplateBody: text });
  } catch (error) {
    if (!(error instanceof ServiceError && error.message === 'No updates are to be performed.')) throw error;
  }
  const { Outputs = [] } = await settled(cloud, StackName);
  return Object.fromEntries(Outputs.map(({ OutputKey = '', OutputValue = '' }) => [OutputKey, OutputValue]));
}

/** The zips of a package by name: in its folder, or artifacts that its functions and layers name, relative to the service. */
function packagedZips(packageDirectory: string, state: PackageState): Map<string, string> {
  const named: string[] = [];
  const walk = (node: unknown): void => {
    if (Array.isArray(node)) node.forEach(walk);
    if (!isRecord(node)) return;
    if (typeof node.artifact === 'string' && node.artifact.endsWith('.zip')) named.push(node.artifact);
    Object.values(node).forEach(walk);
  };
  walk(state);
  const own = readdirSync(packageDirectory).filter((name) => name.endsWith('.zip'));
  const service = dirname(resolve(packageDirectory));
  const paths = [
    ...named.map((artifact) => resolve(service, artifact)),
    ...own.map((name) => join(packageDirectory, name)),
  ];
  return new Map(paths.map((path) => [posix.basename(path), path]));
}

async function uploadZips(
  cloud: Cloud,
  { template, StackName, zips }: { template: Template; StackName: string; zips: ReadonlyMap<string, string> },
): Promise<void> {
  for (const { bucket, key } of codeLocations(template)) {
    const name = posix.basename(key);
    const path = zips.get(name);
    if (path === undefined) {
      throw new DeploymentFailedError(`The package has no ${name}. Run the package command again.`);
    }
    const Bucket =
      typeof bucket === 'string' ? await ownBucket(cloud, bucket) : await deploymentBucket(cloud, StackName);
    if (await exists(cloud, { Bucket, Key: key })) continue;
    await cloud.call('s3', 'PutObject', { Bucket, Key: key, Body: readFileSync(path) });
  }
}

function codeLocations(template: Template): { bucket: unknown; key: string }[] {
  const locations = Object.values(template.Resources).flatMap(({ Type, Properties = {} }) => {
    const part = Type === 'AWS::Lambda::Function' ? 'Code' : Type === 'AWS::Lambda::LayerVersion' ? 'Content' : '';
    const code = Properties[part];
    return isRecord(code) && typeof code.S3Key === 'string' ? [{ bucket: code.S3Bucket, key: code.S3Key }] : [];
  });
  return [...new Map(locations.map((location) => [location.key, location])).values()];
}

async function deploymentBucket(cloud: Cloud, StackName: string): Promise<string> {
  const input = { StackName, LogicalResourceId: DEPLOYMENT_BUCKET };
  const answer = await cloud.call('cloudformation', 'DescribeStackResource', input);
  return (answer as { StackResourceDetail: { PhysicalResourceId: string } }).StackResourceDetail.PhysicalResourceId;
}

/** A deployment bucket that the stack does not own must exist before it. */
async function ownBucket(cloud: Cloud, Bucket: string): Promise<string> {
  const found = await succeeds(() => cloud.call('s3', 'HeadBucket', { Bucket }));
  if (!found) await cloud.call('s3', 'CreateBucket', { Bucket });
  return Bucket;
}

function exists(cloud: Cloud, input: { Bucket: string; Key: string }): Promise<boolean> {
  return succeeds(() => cloud.call('s3', 'HeadObject', input));
}

async function succeeds(call: () => Promise<unknown>): Promise<boolean> {
  try {
    await call();
    return true;
  } catch (error) {
    if (error instanceof ServiceError && error.status === 404) return false;
    throw error;
  }
}

async function describe(cloud: Cloud, StackName: string): Promise<WireStack | undefined> {
  try {
    const { Stacks } = (await cloud.call('cloudformation', 'DescribeStacks', { StackName })) as { Stacks: WireStack[] };
    return Stacks[0];
  } catch (error) {
    if (error instanceof ServiceError && error.message.endsWith('does not exist')) return undefined;
    throw error;
  }
}

/** Waits, as any client does, until the stack rests. */
async function settled(cloud: Cloud, StackName: string): Promise<WireStack> {
  for (;;) {
    const stack = await describe(cloud, StackName);
    if (stack === undefined) throw new DeploymentFailedError(`The stack ${StackName} is gone.`);
    const { StackStatus = '' } = stack;
    if (/^(CREATE|UPDATE)_COMPLETE$/.test(StackStatus)) return stack;
    if (!StackStatus.endsWith('_IN_PROGRESS')) throw await failure(cloud, stack);
    await realDelay(5);
  }
}

async function failure(cloud: Cloud, { StackName, StackStatus }: WireStack): Promise<DeploymentFailedError> {
  let first: StackEvent | undefined;
  let NextToken: string | undefined;
  do {
    const answer = await cloud.call('cloudformation', 'DescribeStackEvents', { StackName, NextToken });
    const page = answer as { StackEvents: StackEvent[]; NextToken?: string };
    // Newest first: what failed before this operation began lies behind its beginning.
    for (const event of page.StackEvents) {
      const ofStack = event.LogicalResourceId === StackName;
      if (ofStack && /^(CREATE|UPDATE)_IN_PROGRESS$/.test(event.ResourceStatus ?? '')) return explain();
      if (!ofStack && event.ResourceStatus?.endsWith('FAILED')) first = event;
    }
    NextToken = page.NextToken;
  } while (NextToken !== undefined);
  return explain();

  function explain(): DeploymentFailedError {
    const { LogicalResourceId, ResourceType, ResourceStatusReason } = first ?? {};
    const cause = first === undefined ? '' : `: ${LogicalResourceId} (${ResourceType}): ${ResourceStatusReason}`;
    return new DeploymentFailedError(`The stack ${StackName} ended in ${StackStatus}${cause}`);
  }
}
