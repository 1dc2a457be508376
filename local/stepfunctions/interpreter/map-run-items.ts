import type { Json } from '../json.ts';
import { type Batching, childInputs } from '../map-runs/batch.ts';
import { readItems } from '../map-runs/item-reader.ts';
import { selected } from './map-items.ts';
import { failMapRun } from './map-run-end.ts';
import { countField, wrongType } from './typed-field.ts';
import type { Visit } from './visit.ts';

/** Has a distributed Map's ItemReader read the items. @throws QueryError */
export async function readItemsOf(visit: Visit): Promise<void> {
  const { frame, here, machinery } = visit;
  const reader = here.state.ItemReader;
  if (frame.wait === undefined || reader === undefined) return;
  const input = (await visit.evaluate('ItemReader/Arguments')) ?? {};
  const maxItems = await maxItemsOf(visit);
  machinery.later(visit, frame.wait, {
    label: `the items of ${frame.state}`,
    work: () => readItems(machinery.cloud, { reader, arguments: input, maxItems }),
    done: async (later, outcome) => {
      if ('error' in outcome) return await failMapRun(later, outcome.error);
      try {
        await itemsRead(later, outcome.value);
      } catch (error) {
        await failMapRun(later, error);
      }
    },
  });
}

async function maxItemsOf(visit: Visit): Promise<number> {
  const value = (await visit.evaluate('ItemReader/ReaderConfig/MaxItems')) ?? 0;
  if (typeof value === 'number' && Number.isInteger(value)) return value;
  throw wrongType(visit, 'ItemReader/ReaderConfig/MaxItems', { expected: 'integer', value });
}

/** The items are there: they are written down as the inputs of children, which the turns after this start. @throws QueryError, StateError */
export async function itemsRead(visit: Visit, items: readonly Json[]): Promise<void> {
  const { frame, machinery, turn } = visit;
  if (frame.wait?.kind !== 'mapRun') return;
  const mapRun = turn.mapRunAt(frame.wait.arn);
  const values: Json[] = [];
  for (const [index, item] of items.entries()) values.push(await selected(visit, index, item));
  const children = childInputs(values, await batchingOf(visit));
  mapRun.stage = 'running';
  mapRun.executions.pending = children.length;
  mapRun.items.pending = items.length;
  turn.saveMapRun(mapRun);
  turn.write(() => machinery.ledger.childInputs.append(mapRun.arn, children));
  machinery.attend(visit, mapRun.arn);
}

async function batchingOf(visit: Visit): Promise<Batching | undefined> {
  if (visit.here.state.ItemBatcher === undefined) return undefined;
  const maxItemsPerBatch = (await countField(visit, 'ItemBatcher/MaxItemsPerBatch', 1)) ?? 1;
  return { maxItemsPerBatch, batchInput: await visit.evaluate('ItemBatcher/BatchInput') };
}
