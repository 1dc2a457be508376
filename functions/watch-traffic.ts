import { randomUUID } from 'node:crypto';
import type * as z from 'zod';
import { cloudWatchDeploymentAlarms } from '#aws/deployment-alarms.ts';
import { cloudWatchDeploymentMetrics } from '#aws/deployment-metrics.ts';
import { objectStoreLedger } from '#aws/ledger.ts';
import { s3ObjectStore } from '#aws/object-store.ts';
import { sageMakerProbes } from '#aws/probes.ts';
import { sageMakerEndpoints } from '#aws/sagemaker-endpoints.ts';
import { sageMakerModelRegistry } from '#aws/sagemaker-model-registry.ts';
import { deploymentState } from '#domain/release-plan/endpoint-state.ts';
import { ReleaseData, Watch } from '#statemachines/release.data.ts';
import { auditFromEnvironment } from './audit.ts';
import { catalog } from './catalog.ts';
import { keepLease } from './endpoint/hold-lease.ts';
import { readEnvironment } from './environment.ts';
import { lambdaHandler } from './handler.ts';
import { quietLook } from './watch-traffic/quiet-look.ts';
import { type WatchDeploymentDeps, watchDeployment } from './watch-traffic/watch-deployment.ts';
import { type WatchFirstEndpointDeps, watchFirstEndpoint } from './watch-traffic/watch-first-endpoint.ts';

export type WatchTrafficDeps = WatchDeploymentDeps & WatchFirstEndpointDeps;

export const WatchTrafficInput = ReleaseData.pick({
  model: true,
  release: true,
  version: true,
  plan: true,
  shift: true,
}).extend({
  /** The look before this one. */
  watch: Watch.nullish(),
});

export type WatchTrafficInput = z.infer<typeof WatchTrafficInput>;

/** One look at a deployment: where it stands, what its traffic says, and whether the cord must be pulled. */
export async function watchTraffic(input: WatchTrafficInput, deps: WatchTrafficDeps): Promise<Watch> {
  const { plan } = input;
  const endpoint = await deps.endpoints.describe(plan.endpointName);
  const seen = { endpoint, state: deploymentState(endpoint, plan.configName) };
  if (plan.kind === 'release') return watchDeployment(input, seen, deps);
  await keepLease({ ...input, epoch: plan.epoch }, deps);
  if (plan.kind === 'first') return watchFirstEndpoint(input, seen, deps);
  // A rollback is not judged: what it returns to has served before, and what it leaves is worse.
  const settled = seen.state !== 'UnderWay';
  return {
    ...quietLook(input.watch),
    status: settled ? 'Settled' : 'Watching',
    reasons: settled
      ? [`The endpoint is ${endpoint?.status ?? 'gone'}, serving ${endpoint?.configName ?? 'nothing'}.`]
      : [],
  };
}

export const handler = lambdaHandler({
  name: 'WatchTraffic',
  input: WatchTrafficInput,
  output: Watch,
  run: watchTraffic,
  deps: (): WatchTrafficDeps => {
    const env = readEnvironment({ STAGE: 'string', DATA_BUCKET: 'string', LEDGER_BUCKET: 'string' });
    const store = s3ObjectStore(env.LEDGER_BUCKET);
    return {
      catalog,
      endpoints: sageMakerEndpoints(),
      alarms: cloudWatchDeploymentAlarms(),
      metrics: cloudWatchDeploymentMetrics(),
      probes: sageMakerProbes(),
      registry: sageMakerModelRegistry({ stage: env.STAGE }),
      ledger: objectStoreLedger({ store, newId: randomUUID }),
      audit: auditFromEnvironment(store),
      data: s3ObjectStore(env.DATA_BUCKET),
      now: () => new Date(),
    };
  },
});
