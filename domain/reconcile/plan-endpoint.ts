import { isFree, type Lease } from '../lease/lease.ts';
import type { Champion } from '../ledger/champion.ts';
import { parseEndpointConfigName } from '../naming.ts';
import { type EndpointState, isAtRest } from '../release-plan/endpoint-state.ts';

export interface EndpointFacts {
  readonly endpoint: EndpointState | undefined;
  readonly champion: Champion | undefined;
  readonly lease: Lease | undefined;
  readonly now: Date;
}

export type EndpointPlan =
  | { readonly kind: 'None' }
  /** Something else than the champion serves and must not: its config is put back. */
  | { readonly kind: 'Restore'; readonly configName: string; readonly reason: string }
  /** A deployment succeeded and nobody lived to write it down. */
  | { readonly kind: 'Adopt'; readonly version: number; readonly epoch: number; readonly reason: string }
  /** Only a person can tell what is right. */
  | { readonly kind: 'Report'; readonly reason: string };

/** Compares what serves with what should. While somebody holds the lease it is theirs to do. */
export function planEndpoint({ endpoint, champion, lease, now }: EndpointFacts): EndpointPlan {
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
  const serving = parseEndpointConfigName(endpoint.configName);
  if (serving === undefined) return report(`${endpoint.configName} serves, which is no config of this product.`);
  if (champion !== undefined && serving.epoch < champion.epoch) {
    const reason = `${endpoint.configName} serves: its epoch is older than ${champion.epoch}, the champion's.`;
    return { kind: 'Restore', configName: champion.configName, reason };
  }
  const reason = `${endpoint.configName} serves, and the release that deployed it did not live to write it down.`;
  return { kind: 'Adopt', ...serving, reason };
}

function report(reason: string): EndpointPlan {
  return { kind: 'Report', reason };
}
