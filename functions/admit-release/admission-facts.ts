import type { Ledger } from '#aws/ledger.ts';
import type { ModelRegistry } from '#aws/model-registry.ts';
import type { Catalog } from '#domain/manifest/schema.ts';
import { planEndpoint } from '#domain/reconcile/plan-endpoint.ts';
import type { AdmissionFacts } from '#domain/release-plan/admission.ts';
import type { ReleaseInput } from '#statemachines/release.data.ts';
import { type EndpointFactsDeps, readEndpointFacts } from '../endpoint/endpoint-facts.ts';

export interface AdmissionFactsDeps extends EndpointFactsDeps {
  readonly catalog: Catalog;
  readonly registry: ModelRegistry;
  readonly ledger: Ledger;
  readonly now: () => Date;
}

export interface ReadFacts extends AdmissionFacts {
  /** Key of a newer desired version that is no longer Approved. */
  readonly obsoleteDesired: string | undefined;
}

/** Reads what an admission is decided on. `judgedAgainst`: the champion the version was just scored and gated against, if it was. */
export async function readAdmissionFacts(
  { model, release, version }: Pick<ReleaseInput, 'model' | 'release' | 'version'>,
  judgedAgainst: number | undefined,
  deps: AdmissionFactsDeps,
): Promise<ReadFacts> {
  const { ledger, registry, catalog } = deps;
  const [registered, champion, lease, desired, paused] = await Promise.all([
    registry.describe(version.arn),
    ledger.champion(model).read(),
    ledger.lease(model).read(),
    ledger.desired(model).read(),
    ledger.paused(model).read(),
  ]);
  // A newer desired version stands in the way only while it may still be released itself.
  const newer = desired !== undefined && desired.version.number > version.number;
  const obsolete = newer && (await registry.describe(desired.version.arn))?.approval !== 'Approved';
  const byManifest = catalog[model]?.manifest.paused === true ? 'its manifest says so.' : undefined;
  const now = deps.now();
  // Whoever holds the lease is answered for by the lease.
  const found = planEndpoint({ ...(await readEndpointFacts(model, champion, deps)), lease: undefined, now });
  return {
    release,
    version: registered,
    champion,
    lease,
    desired: obsolete ? undefined : desired,
    obsoleteDesired: obsolete ? desired.key : undefined,
    paused: paused?.paused === true ? paused.reason : byManifest,
    unsettled: found.kind === 'Adopt' || found.kind === 'Restore' ? found.reason : undefined,
    judgedAgainst,
    now,
  };
}
