import type { PartMeasurement } from '#data/parts/measure-part.ts';
import type { Part } from '#domain/landing/measure-plan.ts';
import type { PartStore } from './part-store.ts';

/** What MeasureFiles kept of every part, in their order. @throws StageError DatasetUnreadableError when a part was not measured */
export async function measuredParts(store: PartStore): Promise<PartMeasurement[]> {
  const plan = await store.plan<Part[]>();
  return Promise.all(plan.map(({ part }) => store.result<PartMeasurement>(part, 'measured')));
}
