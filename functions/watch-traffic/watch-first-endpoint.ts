import type { Probes } from '#aws/probes.ts';
import type { Catalog } from '#domain/manifest/schema.ts';
import { judgeProbes } from '#domain/release-plan/probe-verdict.ts';
import type { Watch } from '#statemachines/release.data.ts';
import { catalogEntry } from '../catalog.ts';
import type { WatchTrafficInput } from '../watch-traffic.ts';
import { type HoldoutRowsDeps, holdoutRows } from './holdout-rows.ts';
import { quietLook } from './quiet-look.ts';
import type { Seen } from './watch-deployment.ts';

export interface WatchFirstEndpointDeps extends HoldoutRowsDeps {
  readonly catalog: Catalog;
  readonly probes: Probes;
}

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
  const wanted = { roles: ['candidate'], from: 0, count: manifest.release.probes } as const;
  const rows = await holdoutRows(input, wanted, deps);
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
