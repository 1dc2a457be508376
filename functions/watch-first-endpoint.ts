import type { ModelRegistry } from '#aws/model-registry.ts';
import { keyOf, type ObjectStore } from '#aws/object-store.ts';
import type { Probes } from '#aws/probes.ts';
import type { Catalog } from '#domain/manifest/schema.ts';
import { dataKeys } from '#domain/object-keys.ts';
import { judgeProbes } from '#domain/release-plan/probe-verdict.ts';
import type { Watch } from '#statemachines/release.data.ts';
import { Prepared } from '#statemachines/retrain.data.ts';
import { catalogEntry } from './catalog.ts';
import { quietLook } from './quiet-look.ts';
import type { Seen } from './watch-deployment.ts';
import type { WatchTrafficInput } from './watch-traffic.ts';

export interface WatchFirstEndpointDeps {
  readonly catalog: Catalog;
  readonly registry: ModelRegistry;
  readonly probes: Probes;
  readonly data: ObjectStore;
}

/** The first field of a CSV line, which may be quoted, and its comma. */
const ROW_ID = /^(?:"(?:[^"]|"")*"|[^,]*),/;

/** A first endpoint has no traffic and nothing to compare with: once it is in service, rows of the run's holdout are sent to it. */
export async function watchFirstEndpoint(
  input: WatchTrafficInput,
  { endpoint, state }: Seen,
  deps: WatchFirstEndpointDeps,
): Promise<Watch> {
  const look = quietLook(input.watch);
  if (state === 'UnderWay') return look;
  if (state !== 'Serving') {
    const reason = `The endpoint is ${endpoint?.status ?? 'gone'}: ${endpoint?.failureReason || 'SageMaker gives no reason.'}`;
    return { ...look, status: 'Settled', reasons: [reason] };
  }
  const { manifest } = catalogEntry(deps.catalog, input.model);
  const rows = await holdoutRows(input, manifest.release.probes, deps);
  const answers = await deps.probes.send(input.plan.endpointName, rows);
  const { verdict, traffic, reasons } = judgeProbes(answers, manifest.data.label);
  const blue = { requests: 0, failures: 0 };
  return {
    ...look,
    status: 'Settled',
    verdict,
    decided: true,
    traffic: { green: traffic, blue },
    reasons: [...reasons],
  };
}

/** Feature rows of the holdout the version was judged on, without their ids. */
async function holdoutRows(
  { model, version }: WatchTrafficInput,
  count: number,
  { registry, data }: WatchFirstEndpointDeps,
): Promise<string[]> {
  const run = (await registry.describe(version.arn))?.metadata?.run;
  const stored = run === undefined ? undefined : await data.getJson(dataKeys.prepared(model, run));
  const prepared = stored === undefined ? undefined : Prepared.parse(stored.value);
  const uri = prepared?.holdouts.find(({ role }) => role === 'candidate')?.uri;
  const file = uri === undefined ? undefined : await data.get(keyOf(uri));
  if (file === undefined) return [];
  const lines = Buffer.from(file.value)
    .toString('utf8')
    .split('\n')
    .filter((line) => line !== '');
  return lines.slice(0, count).map((line) => line.replace(ROW_ID, ''));
}
