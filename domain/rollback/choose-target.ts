import type { Champion, Reign } from '../ledger/champion.ts';
import { parseEndpointConfigName } from '../naming.ts';
import { type EndpointState, isAtRest } from '../release-plan/endpoint-state.ts';

/** What a rollback is about: the version to leave, and the epoch it served with where the trigger says. */
export interface Deposed {
  readonly version: number;
  readonly epoch: number | undefined;
}

export type RollbackNeed =
  | { readonly kind: 'NotNeeded'; readonly reason: string }
  /** A deployment is under way: its cord is pulled and its end awaited. */
  | { readonly kind: 'Wait'; readonly configName: string | undefined; readonly reason: string }
  | { readonly kind: 'Needed'; readonly champion: Champion };

/** The epoch a rollback's business key `rollback:<model>@<epoch>` names. */
export function epochOfKey(key: string): number | undefined {
  const match = /@(\d+)$/.exec(key);
  return match === null ? undefined : Number(match[1]);
}

/** Whether there is anything to roll back, as the endpoint and the ledger stand now. `ownEpoch`: of the lease this rollback took before. */
export function rollbackNeed(
  deposed: Deposed,
  now: { champion: Champion | undefined; endpoint: EndpointState | undefined; ownEpoch: number | undefined },
): RollbackNeed {
  const { champion, endpoint, ownEpoch } = now;
  if (champion === undefined || endpoint === undefined) return notNeeded('Nothing serves.');
  if (champion.version.number !== deposed.version) {
    return notNeeded(`Version ${champion.version.number} is the champion, no longer ${deposed.version}.`);
  }
  if (deposed.epoch !== undefined && deposed.epoch !== champion.epoch) {
    return notNeeded(`Version ${deposed.version} was deployed again since, with epoch ${champion.epoch}.`);
  }
  if (!isAtRest(endpoint)) {
    const configName = endpoint.pending?.configName;
    const own = configName !== undefined && ownEpoch !== undefined && epochOf(configName) === ownEpoch;
    if (own) return { kind: 'Needed', champion };
    return {
      kind: 'Wait',
      configName,
      reason: `The endpoint is ${endpoint.status}; ${configName ?? 'a change'} is under way.`,
    };
  }
  const serving = parseEndpointConfigName(endpoint.configName);
  const mine = serving !== undefined && serving.epoch === ownEpoch;
  if (serving !== undefined && serving.version !== deposed.version && !mine && endpoint.status === 'InService') {
    return notNeeded(`Version ${serving.version} serves, no longer ${deposed.version}.`);
  }
  return { kind: 'Needed', champion };
}

/** Versions that served before, the newest first, each once, without the one to leave. */
export function rollbackCandidates(champion: Champion): Reign[] {
  const seen = new Set([champion.version.number]);
  return champion.past.filter(({ version }) => {
    if (seen.has(version.number)) return false;
    seen.add(version.number);
    return true;
  });
}

function epochOf(configName: string): number | undefined {
  return parseEndpointConfigName(configName)?.epoch;
}

function notNeeded(reason: string): RollbackNeed {
  return { kind: 'NotNeeded', reason };
}
