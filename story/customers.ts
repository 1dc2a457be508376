import { GetObjectCommand } from '@aws-sdk/client-s3';
import {
  DescribeEndpointCommand,
  DescribeModelPackageCommand,
  SageMakerServiceException,
} from '@aws-sdk/client-sagemaker';
import { DescribeExecutionCommand, ListExecutionsCommand } from '@aws-sdk/client-sfn';
import { type Customers, customersDuring } from './customers-during.ts';
import { followExecution } from './executions.ts';
import { type Line, STAGE } from './line.ts';

/** Requests per virtual second: of every model of the folder, whose own customers are not here. */
const RATE = 5;

/** Real milliseconds between two looks for a release: the first minute of a canary must not have passed. */
const LOOK_EVERY = 50;

/** A row's id stands before its features. */
const ROW_ID = /^(?:"(?:[^"]|"")*"|[^,]*),/;

/**
 * While the embedded AWS is kept up, sends rows of a version's holdout to its endpoint whenever a release of any model shifts traffic there:
 * without requests no release is known to be healthy. Does not end by itself.
 */
export async function attendReleases(line: Line): Promise<never> {
  const attended = new Set<string>();
  for (;;) {
    const { executions = [] } = await line.clients.sfn.send(
      new ListExecutionsCommand({ stateMachineArn: line.deployment.stateMachines.release, statusFilter: 'RUNNING' }),
    );
    for (const { executionArn = '' } of executions) {
      if (attended.has(executionArn)) continue;
      attended.add(executionArn);
      attend(line, executionArn).catch((error: unknown) => line.narrator.note(`No customers came: ${error}`));
    }
    await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY));
  }
}

async function attend(line: Line, executionArn: string): Promise<void> {
  // Before anything else is asked: meanwhile the clock would go on without customers.
  const watcher = await line.control.participate('customers', false);
  const released = await releasedBy(line, executionArn).catch(async (error: unknown) => {
    await watcher.leave();
    throw error;
  });
  if (released === undefined) return watcher.leave();
  const { what, ...customers } = released;
  const watched = { watcher, ending: followExecution(line.clients, executionArn) };
  const { ended, traffic } = await customersDuring(line, watched, customers);
  const end = ended.status === 'SUCCEEDED' ? ended.status : `${ended.status} at ${ended.error}`;
  line.narrator.note(`${what}: ${end}, under ${traffic.requests} requests, ${traffic.failed} failed`);
}

/** What is released, and who asks for it; undefined for a first version, which takes no customers until it was probed. */
async function releasedBy(line: Line, executionArn: string): Promise<(Customers & { what: string }) | undefined> {
  const { input = '{}' } = await line.clients.sfn.send(new DescribeExecutionCommand({ executionArn }));
  const { model, release, version } = JSON.parse(input) as {
    readonly model: string;
    readonly release: string;
    readonly version: { readonly number: number; readonly arn: string };
  };
  const endpointName = `${STAGE}-${model}`;
  if (!(await exists(line, endpointName))) return undefined;
  const rows = await holdoutRows(line, { model, versionArn: version.arn });
  return { what: `${release} of ${model} version ${version.number}`, endpointName, rate: RATE, rows };
}

/** SageMaker answers ValidationException for an endpoint that is not there. */
async function exists({ clients }: Line, EndpointName: string): Promise<boolean> {
  try {
    await clients.sageMaker.send(new DescribeEndpointCommand({ EndpointName }));
    return true;
  } catch (error) {
    if (error instanceof SageMakerServiceException && error.name === 'ValidationException') return false;
    throw error;
  }
}

/** Rows that the version was judged on, without their ids. */
async function holdoutRows(
  { clients, deployment }: Line,
  { model, versionArn }: { readonly model: string; readonly versionArn: string },
): Promise<string[]> {
  const { CustomerMetadataProperties: metadata = {} } = await clients.sageMaker.send(
    new DescribeModelPackageCommand({ ModelPackageName: versionArn }),
  );
  const Key = `artifacts/${model}/${metadata.run}/holdout/holdout-candidate.csv`;
  const { Body } = await clients.s3.send(new GetObjectCommand({ Bucket: deployment.dataBucket, Key }));
  const lines = (await Body?.transformToString()) ?? '';
  return lines
    .split('\n')
    .filter((row) => row !== '')
    .map((row) => row.replace(ROW_ID, ''));
}
