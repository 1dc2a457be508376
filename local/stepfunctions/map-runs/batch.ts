import { StateError } from '../interpreter/state-error.ts';
import { bytesOf, type Json, MAX_PAYLOAD_BYTES } from '../json.ts';
import type { ChildInput } from './child-inputs.ts';

export interface Batching {
  readonly maxItemsPerBatch: number;
  readonly batchInput: Json | undefined;
}

/**
 * The inputs of a Map Run's children: an item each, or batches `{BatchInput, Items}`. A batch ends early when its next item would
 * take it over 256 KiB. Source of the order of its members: recorded on AWS 2024-11-13.
 *
 * @throws StateError States.DataLimitExceeded when an item alone is too large
 */
export function childInputs(items: readonly Json[], batching?: Batching): ChildInput[] {
  if (batching === undefined) return items.map((item) => fitting(JSON.stringify(item), 1));
  const head = batching.batchInput === undefined ? '{' : `{"BatchInput":${JSON.stringify(batching.batchInput)},`;
  const render = (texts: readonly string[]) => `${head}"Items":[${texts.join(',')}]}`;
  const empty = bytesOf(render([]));
  const batches: ChildInput[] = [];
  let open: string[] = [];
  let bytes = empty;
  const close = () => {
    if (open.length > 0) batches.push(fitting(render(open), open.length));
    open = [];
    bytes = empty;
  };
  for (const item of items) {
    const text = JSON.stringify(item);
    const more = bytesOf(text) + 1;
    if (open.length === batching.maxItemsPerBatch || bytes + more > MAX_PAYLOAD_BYTES) close();
    open.push(text);
    bytes += more;
  }
  close();
  return batches;
}

function fitting(input: string, items: number): ChildInput {
  if (bytesOf(input) <= MAX_PAYLOAD_BYTES) return { input, items };
  const cause = `The input of a child execution is ${bytesOf(input)} bytes; at most ${MAX_PAYLOAD_BYTES} are allowed.`;
  throw new StateError({ error: 'States.DataLimitExceeded', cause });
}
