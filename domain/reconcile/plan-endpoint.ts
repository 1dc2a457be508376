import { isFree, type Lease } from '../lease/lease.ts';
import type { Champion } from '../ledger/champion.ts';
import type { RegisteredVersion } from '../ledger/registered-version.ts';
import type { Version } from '../ledger/serving.ts';
import { parseEndpointConfigName } from '../naming.ts';
import { type EndpointState, isAtRest } from '../release-plan/endpoint-state.ts';

export interface EndpointFacts {
  readonly endpoint: EndpointState | undefined;
  readonly champion: Champion | undefined;
  /** The version that serves as the registry has it, where it is not the champion's config that serves. */
  readonly serving: Pick<RegisteredVersion, 'number' | 'arn' | 'approval'> | undefined;
  readonly lease: Lease | undefined;
  readonly now: Date;
}

export type EndpointPlan =
  | { readonly kind: 'None' }
  /** Something else than the champion serves and must not: its config is put back. */
  | { readonly kind: 'Restore'; readonly configName: string; readonly reason: string }
  /** A deployment succeeded and nobody lived to write it down. */
  | { readonly kind: 'Adopt'; readonly version: Version; readonly epoch: number; readonly reason: string }
  /** Only a person can tell what is right. */
  | { readonly kind: 'Report'; readonly reason: string };

/** Compares what serves with what should. While somebody holds the lease it is theirs to do. */
export function planEndpoint({ endpoint, champion, serving, lease, now }: EndpointFacts): EndpointPlan {
  if (lease !== undefined && !isFree(lease, now)) return { kind: 'None' };
  if (endpoint === undefined) {
    if (champion === undefined) return { kind: 'None' };
    return report(`Version ${champion.version.number} should serve, and there is no endpoint. Release it again.`);
  }
  if (!isAtRest(endpoint)) return { kind: 'None' };
  if (endpoint.status === 'UpdateRollbackFailed' && champion !== undefined) {
    const reason = `SageMaker could not go back: ${endpoint.failureReason || 'it gives no reason'}.`;
    return { kind: 'Restore', configName: champion.configName, reason };
  }
  if (endpoint.status !== 'InService') return report(`The endpoint is ${endpoint.status}: ${endpoint.failureReason}`);
  if (endpoint.configName === champion?.configName) return { kind: 'None' };
  const named = parseEndpointConfigName(endpoint.configName);
  if (named === undefined) return report(`${endpoint.configName} serves, which is no config of this product.`);
  if (champion !== undefined && named.epoch < champion.epoch) {
    const reason = `${endpoint.configName} serves: its epoch is older than ${champion.epoch}, the champion's.`;
    return { kind: 'Restore', configName: champion.configName, reason };
  }
  const reason = `${endpoint.configName} serves, and the release that deployed it did not live to write it down.`;
  if (serving !== undefined && mayReign(serving, champion)) {
    return { kind: 'Adopt', version: { number: serving.number, arn: serving.arn }, epoch: named.epoch, reason };
  }
  const unapproved = `${reason} Its version ${named.version} is not Approved.`;
  return champion === undefined
    ? report(unapproved)
    : { kind: 'Restore', configName: champion.configName, reason: unapproved };
}

/** One that was rejected since is only written down where nothing could be put back, so that it is answered as any rejected champion. */
function mayReign({ approval }: NonNullable<EndpointFacts['serving']>, champion: Champion | undefined): boolean {
  return approval === 'Approved' || (approval === 'Rejected' && champion === undefined);
}

function report(reason: string): EndpointPlan {
  return { kind: 'Report', reason };
}
