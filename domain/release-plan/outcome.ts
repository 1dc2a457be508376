import type { DeploymentState } from './endpoint-state.ts';

export interface SettledDeployment {
  readonly kind: 'release' | 'rollback' | 'first';
  readonly state: Exclude<DeploymentState, 'UnderWay'>;
  readonly verdict: 'Healthy' | 'Harmful' | 'Inconclusive';
  /** SageMaker was asked to wait, so a verdict was due. */
  readonly judged: boolean;
  /** The manifest lets an Inconclusive verdict pass, and a deadline did. */
  readonly proceeds: boolean;
  readonly holdsLease: boolean;
  readonly started: boolean;
}

/**
 * What a settled deployment comes to.
 * Released: what was asked for serves, healthy or let pass. RolledBack: what served before serves again.
 * Unhealthy: it serves, but is not known to be healthy: it must be taken back. Failed: nothing serves that may.
 */
export type DeploymentOutcome = 'Released' | 'RolledBack' | 'Unhealthy' | 'FirstReleaseFailed' | 'Failed' | 'LeaseLost';

export function deploymentOutcome(settled: SettledDeployment): DeploymentOutcome {
  const { kind, state, verdict, judged, proceeds, holdsLease, started } = settled;
  if (!started) return 'LeaseLost';
  if (kind === 'rollback') {
    if (state !== 'Serving') return holdsLease ? 'Failed' : 'LeaseLost';
    return holdsLease ? 'Released' : 'LeaseLost';
  }
  if (state === 'Stuck') return 'Failed';
  const healthy = verdict === 'Healthy' || (verdict === 'Inconclusive' && (!judged || proceeds));
  if (kind === 'first') return state === 'Serving' && healthy ? 'Released' : 'FirstReleaseFailed';
  if (state === 'Gone') return 'RolledBack';
  if (!holdsLease) return 'LeaseLost';
  return healthy ? 'Released' : 'Unhealthy';
}
