import { unclustered } from '#domain/evaluation/clusters.ts';
import { evaluate } from '#domain/evaluation/evaluate.ts';
import { dataKeys } from '#domain/object-keys.ts';
import { diceOf } from '../simulation/dice.ts';
import { putCaptures } from './captures.ts';
import { releaseWorld } from './release-world.ts';

/** A customer's row, what it was answered, and what came true later. */
export interface Customer {
  readonly id: string;
  readonly score: number;
  readonly label: 0 | 1;
}

/**
 * A world in which version 1 serves within its watch hours, measured offline as one whose probabilities mean what they say: AUC 5/6.
 * Each hour so many customers come; `turned` says what the endpoint makes of an honest score.
 */
export async function labelledReign(quality: object, turned: (score: number) => number = (score) => score) {
  const world = releaseWorld(quality);
  const served = await world.serveFirst();
  const watchUntil = '2026-03-02T00:00:00.000Z';
  const baseline = { '5xx': { requests: 1000, failures: 0, correlation: 0 } };
  const champion = { ...served, watchUntil, baseline };
  await world.ledger.champion('churn').change(() => ({ write: champion, result: undefined }));
  const { fraction } = diceOf(3, 1);
  const candidate = Float64Array.from({ length: 3000 }, fraction);
  const labels = candidate.map((chance) => (fraction() < chance ? 1 : 0));
  const rows = { labels, candidate, clusters: unclustered(labels.length), slices: [] };
  const settings = {
    kind: 'binary',
    threshold: 0.5,
    clusterBy: 'none',
    comparisons: [],
    sliceComparisons: [],
  } as const;
  const key = `${dataKeys.evaluations('churn', world.registry.get(served.version.arn).metadata?.run ?? '')}evaluation.json`;
  await world.data.put(key, JSON.stringify(evaluate(rows, settings)));
  let count = 0;

  async function hour(customers: number): Promise<Customer[]> {
    const at = world.now();
    const came = Array.from({ length: customers }, (): Customer => {
      const chance = fraction();
      count += 1;
      return { id: `customer-${count}`, score: turned(chance), label: fraction() < chance ? 1 : 0 };
    });
    const captures = came.map(({ id, score }) => ({ id, input: `${id},1`, answer: String(score), at }));
    world.pass(1);
    await putCaptures(world.data, champion, captures);
    world.pass(59);
    return came;
  }

  return {
    world,
    champion,
    hour,
    async hours(number: number, customers: number): Promise<Customer[]> {
      const all: Customer[] = [];
      for (let each = 0; each < number; each += 1) all.push(...(await hour(customers)));
      return all;
    },
    /** Labels of customers land as one file; answers its event. */
    async land(name: string, customers: readonly Pick<Customer, 'id' | 'label'>[]) {
      const lines = customers.map(({ id, label }) => `${id},${label}`);
      return landText(name, `inference_id,label\n${lines.join('\n')}\n`);
    },
    landText,
  };

  async function landText(name: string, text: string) {
    const key = `labels/churn/${name}`;
    await world.data.put(key, text);
    return labelsLanded(key, world.now());
  }
}

/** The event of an object under labels/. */
export function labelsLanded(key: string, at: Date): object {
  return {
    ...{ version: '0', id: '1', 'detail-type': 'Object Created', source: 'aws.s3' },
    ...{ account: '0', time: at.toISOString(), region: 'us-east-1', resources: [] },
    detail: { bucket: { name: 'data' }, object: { key } },
  };
}

export type LabelledReign = Awaited<ReturnType<typeof labelledReign>>;
