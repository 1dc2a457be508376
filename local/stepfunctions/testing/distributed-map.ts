import type { DescribeMapRunOutput, MapRunListItem } from '@aws-sdk/client-sfn';
import { createS3 } from '../../s3/service.ts';
import { createSfnCloud, type Described, type SfnCloud, type SfnCloudOptions } from './sfn-cloud.ts';

export const PUT_OBJECT = 'arn:aws:states:::s3:putObject';

/** A machine that is one distributed Map, `Each`, over states of which `Item` is the first. */
export function distributed(states: object, fields: object = {}) {
  const ProcessorConfig = { Mode: 'DISTRIBUTED', ExecutionType: 'STANDARD' };
  const ItemProcessor = { ProcessorConfig, StartAt: Object.keys(states)[0], States: states };
  return { StartAt: 'Each', States: { Each: { Type: 'Map', ItemProcessor, ...fields, End: true } } };
}

export interface Child extends Described {
  readonly name: string;
  readonly stateMachineArn: string;
  readonly input: string;
  readonly itemCount: number;
  readonly redriveCount: number;
}

export type DescribedMapRun = DescribeMapRunOutput & { readonly mapRunArn: string };

export interface S3Cloud extends SfnCloud {
  put(key: string, text: string): Promise<void>;
  object(key: string): Promise<string>;
  describe(execution: Pick<Described, 'executionArn'>): Promise<Described>;
  /** The Map Runs of an execution, latest first. */
  mapRuns(execution: Pick<Described, 'executionArn'>): Promise<DescribedMapRun[]>;
  /** The latest Map Run of an execution and its children, in the order of their start. */
  mapRun(execution: Pick<Described, 'executionArn'>): Promise<[DescribedMapRun, Child[]]>;
}

/** A cloud with Step Functions, functions in this process and S3, which has a bucket `data`. */
export async function s3Cloud({
  objects = {},
  ...options
}: SfnCloudOptions & { readonly objects?: Readonly<Record<string, string>> } = {}): Promise<S3Cloud> {
  const cloud = createSfnCloud({ ...options, services: [createS3] });
  const self: S3Cloud = {
    ...cloud,
    async put(Key, text) {
      await cloud.call('s3', 'PutObject', { Bucket: 'data', Key, Body: Buffer.from(text) });
    },
    async object(Key) {
      const { Body } = (await cloud.call('s3', 'GetObject', { Bucket: 'data', Key })) as { Body: Uint8Array };
      return Buffer.from(Body).toString('utf8');
    },
    describe: ({ executionArn }) => cloud.sfn('DescribeExecution', { executionArn }),
    async mapRuns({ executionArn }) {
      const { mapRuns } = await cloud.sfn<{ mapRuns: MapRunListItem[] }>('ListMapRuns', { executionArn });
      return await Promise.all(
        mapRuns.map(({ mapRunArn }) => cloud.sfn<DescribedMapRun>('DescribeMapRun', { mapRunArn })),
      );
    },
    async mapRun(execution) {
      const [mapRun] = await self.mapRuns(execution);
      if (mapRun === undefined) throw new Error(`${execution.executionArn} has no Map Run.`);
      const page = { mapRunArn: mapRun.mapRunArn, maxResults: 1_000 };
      const { executions } = await cloud.sfn<{ executions: Child[] }>('ListExecutions', page);
      const described = executions
        .toReversed()
        .map(async (child): Promise<Child> => ({ ...child, ...((await self.describe(child)) as Child) }));
      return [mapRun, await Promise.all(described)];
    },
  };
  const { Buckets = [] } = (await cloud.call('s3', 'ListBuckets', {})) as { Buckets?: object[] };
  if (Buckets.length === 0) await cloud.call('s3', 'CreateBucket', { Bucket: 'data' });
  for (const [key, text] of Object.entries(objects)) await self.put(key, text);
  return self;
}
