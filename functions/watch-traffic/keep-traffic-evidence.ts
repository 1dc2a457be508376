import { type ObjectStore, uriOf } from '#aws/object-store.ts';
import type { JudgedMetric } from '#domain/judge/judge-metric.ts';
import type { ReleaseJudgement } from '#domain/judge/judge-release.ts';
import { dataKeys } from '#domain/object-keys.ts';
import type { Watch } from '#statemachines/release.data.ts';
import type { WatchTrafficInput } from '../watch-traffic.ts';
import type { ProbesSent } from './send-probes.ts';

/** Everything a look knew and concluded. */
export interface LookFound extends Pick<Watch, 'bakes'> {
  /** As the judge was given them. */
  readonly measured: readonly JudgedMetric[];
  readonly judgement: ReleaseJudgement;
  readonly cord: Watch['cord'];
  readonly proceeded: Watch['proceeded'];
  /** What this look sent through the endpoint. */
  readonly probes: ProbesSent | undefined;
}

/** Writes what the latest look was judged on: of every metric its minutes, its evidence after each, and what was found. */
export async function keepTrafficEvidence(
  { model, release, plan, version }: WatchTrafficInput,
  { measured, judgement, ...found }: LookFound,
  { data, now }: { readonly data: ObjectStore; readonly now: () => Date },
): Promise<string> {
  const metrics = measured.map((metric, index) => ({ ...metric, ...judgement.metrics[index] }));
  const key = dataKeys.trafficEvidence(model, release);
  const at = now().toISOString();
  const document = { model, release, version: version.number, plan, at, ...judgement, metrics, ...found };
  await data.put(key, JSON.stringify(document, null, 1));
  return uriOf(data, key);
}
