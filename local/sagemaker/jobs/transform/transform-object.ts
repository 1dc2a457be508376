import { JobFailure } from '../job-type.ts';
import { type BatchLimits, batches, splitLines } from './batches.ts';
import { type ColumnFilter, ColumnFilterError, parseColumnFilter } from './column-filter.ts';
import { splitCells } from './csv-cells.ts';
import type { ModelClient } from './model-client.ts';
import type { TransformRequest } from './transform-job.ts';

export interface TransformContext {
  readonly request: TransformRequest;
  readonly model: ModelClient;
  readonly limits: BatchLimits;
  /** Requests that may be under way at once. */
  readonly concurrent: number;
}

/**
 * Feeds one input object to the model and assembles its output, in the order of its records.
 * @throws JobFailure which names the object and the records
 */
export async function transformObject(uri: string, body: Buffer, context: TransformContext): Promise<Buffer> {
  const { request } = context;
  if (request.TransformInput?.SplitType !== 'Line') {
    if (body.length > context.limits.maxBytes)
      throw new JobFailure(`ClientError: ${uri} is larger than MaxPayloadInMB.`);
    return await context.model(body, uri);
  }
  const records = splitLines(body.toString());
  const payloads = inputOf(uri, records, request);
  const ranges = rangesOf(uri, payloads, context.limits);
  const outputs = await inOrder(ranges, context.concurrent, async ([from, to]) => {
    const what = `${uri}, records ${from + 1} to ${to}`;
    const answer = await context.model(Buffer.from(`${payloads.slice(from, to).join('\n')}\n`), what);
    return needsRecords(request) ? assemble(answer, records.slice(from, to), { request, what }) : answer;
  });
  if (request.TransformOutput?.AssembleWith !== 'Line') return Buffer.concat(outputs);
  return Buffer.concat(outputs.map(endLine));
}

function inputOf(uri: string, records: readonly string[], { DataProcessing }: TransformRequest): readonly string[] {
  if ((DataProcessing?.InputFilter ?? '$') === '$') return records;
  const filter = parseColumnFilter(DataProcessing?.InputFilter ?? '$');
  return records.map((record, at) => filtered(filter, record, `${uri}, record ${at + 1}`));
}

function filtered(filter: ColumnFilter, record: string, what: string): string {
  try {
    return filter(splitCells(record)).join(',');
  } catch (error) {
    if (error instanceof ColumnFilterError) throw new JobFailure(`ClientError: ${what}: ${error.message}`);
    throw error;
  }
}

function rangesOf(uri: string, payloads: readonly string[], limits: BatchLimits): [number, number][] {
  try {
    return [...batches(payloads, limits)];
  } catch (error) {
    throw new JobFailure(`ClientError: ${uri}: ${error instanceof Error ? error.message : error}`);
  }
}

function needsRecords({ DataProcessing }: TransformRequest): boolean {
  return DataProcessing?.JoinSource === 'Input' || (DataProcessing?.OutputFilter ?? '$') !== '$';
}

interface Assembly {
  readonly request: TransformRequest;
  readonly what: string;
}

/** Joins each output record to its input record, then filters. */
function assemble(answer: Buffer, inputs: readonly string[], { request, what }: Assembly): Buffer {
  const outputs = splitLines(answer.toString());
  if (outputs.length !== inputs.length) {
    throw new JobFailure(
      `ClientError: ${what}: the model answered ${outputs.length} records for ${inputs.length}, so they cannot be joined.`,
    );
  }
  const joins = request.DataProcessing?.JoinSource === 'Input';
  const filter = parseColumnFilter(request.DataProcessing?.OutputFilter ?? '$');
  const lines = outputs.map((output, at) => filtered(filter, joins ? `${inputs[at]},${output}` : output, what));
  return Buffer.from(`${lines.join('\n')}\n`);
}

function endLine(output: Buffer): Buffer {
  return output.length === 0 || output.at(-1) === 0x0a ? output : Buffer.concat([output, Buffer.from('\n')]);
}

/** Maps with bounded concurrency; results keep the order of the items. */
async function inOrder<T, R>(items: readonly T[], limit: number, map: (item: T) => Promise<R>): Promise<R[]> {
  const results: R[] = [];
  const queue = items.entries();
  const work = async () => {
    for (const [at, item] of queue) results[at] = await map(item);
  };
  await Promise.all(Array.from({ length: Math.min(limit, items.length) }, work));
  return results;
}
