import { type Cloud, ServiceError } from '../../cloud.ts';
import type { Execution } from '../executions/execution.ts';
import { StateError } from '../interpreter/state-error.ts';
import { isObject, type Json } from '../json.ts';
import type { ChildInput } from './child-inputs.ts';
import type { MapRun } from './map-run.ts';
import { recordOf } from './result.ts';

/** Where the results of a Map Run go: `<Prefix>/<id of the run>/`. */
export interface Destination {
  readonly bucket: string;
  readonly folder: string;
}

/** @throws StateError States.ResultWriterFailed when the Arguments name no bucket */
export function destinationOf({ arn }: MapRun, input: Json | undefined): Destination {
  const { Bucket, Prefix = '' } = isObject(input) ? input : {};
  if (typeof Bucket !== 'string' || typeof Prefix !== 'string') {
    throw writerFailed('The Arguments of the ResultWriter need a Bucket, and a Prefix that is text.');
  }
  const prefix = Prefix === '' || Prefix.endsWith('/') ? Prefix : `${Prefix}/`;
  return { bucket: Bucket, folder: `${prefix}${arn.split(':').at(-1)}` };
}

export interface Results {
  readonly mapRun: MapRun;
  readonly children: readonly Execution[];
  readonly unstarted: readonly ChildInput[];
}

/**
 * Writes SUCCEEDED_0.json, FAILED_0.json (those timed out and aborted too) and PENDING_0.json, each if it has any, and last
 * manifest.json, which names them. @throws StateError States.ResultWriterFailed
 */
export async function writeResults(cloud: Cloud, { bucket, folder }: Destination, results: Results): Promise<void> {
  const { mapRun, children, unstarted } = results;
  const now = cloud.clock.now();
  const of = (wanted: boolean) => children.filter(({ status }) => (status === 'SUCCEEDED') === wanted);
  const files = {
    FAILED: of(false).map((child) => recordOf(child, now)),
    PENDING: unstarted.map(({ input }) => ({ Input: input, StateMachineArn: mapRun.machineArn, Status: 'PENDING' })),
    SUCCEEDED: of(true).map((child) => recordOf(child, now)),
  };
  const put = async (name: string, content: object) => {
    const Key = `${folder}/${name}`;
    const Body = Buffer.from(JSON.stringify(content));
    await cloud.call('s3', 'PutObject', { Bucket: bucket, Key, Body, ContentType: 'application/json' });
    return { Key, Size: Body.length };
  };
  try {
    const ResultFiles: Record<string, object[]> = {};
    for (const [status, records] of Object.entries(files)) {
      ResultFiles[status] = records.length === 0 ? [] : [await put(`${status}_0.json`, records)];
    }
    await put('manifest.json', { DestinationBucket: bucket, MapRunArn: mapRun.arn, ResultFiles });
  } catch (error) {
    if (error instanceof ServiceError) throw writerFailed(`${error.code}: ${error.message}`);
    throw error;
  }
}

function writerFailed(cause: string): StateError {
  return new StateError({ error: 'States.ResultWriterFailed', cause });
}
