import type { Endpoints } from '#aws/endpoints.ts';
import { type ObjectStore, uriOf } from '#aws/object-store.ts';
import { type Judgement, judgeTraffic } from '#domain/judge/judge-traffic.ts';
import { type SettledMinute, totalTraffic } from '#domain/judge/settled-minute.ts';
import type { Catalog } from '#domain/manifest/schema.ts';
import { dataKeys } from '#domain/object-keys.ts';
import type { DeploymentState, EndpointState } from '#domain/release-plan/endpoint-state.ts';
import { pairMinutes, settledUntil } from '#domain/release-plan/settled-minutes.ts';
import { plannedLooks, watchSchedule, withBake } from '#domain/release-plan/watch-schedule.ts';
import { standingVerdict } from '#domain/release-plan/watch-verdict.ts';
import type { Watch } from '#statemachines/release.data.ts';
import { catalogEntry } from './catalog.ts';
import { type HoldCordDeps, holdCord } from './hold-cord.ts';
import type { WatchTrafficInput } from './watch-traffic.ts';

export interface WatchDeploymentDeps extends HoldCordDeps {
  readonly catalog: Catalog;
  readonly endpoints: Endpoints;
  readonly data: ObjectStore;
}

/** What DescribeEndpoint says, and what that means for the deployment. */
export interface Seen {
  readonly endpoint: EndpointState | undefined;
  readonly state: DeploymentState;
}

/** Traffic may have begun before the answer to the update was recorded. */
const MARGIN_MS = 15 * 60_000;

/** A look at green beside blue. */
export async function watchDeployment(input: WatchTrafficInput, seen: Seen, deps: WatchDeploymentDeps): Promise<Watch> {
  const { plan, watch: before } = input;
  const underWay = seen.state === 'UnderWay';
  if (underWay) await deps.metrics.reportAlive(plan.configName);
  const { pending } = seen.endpoint ?? {};
  const bakingSince = pending?.configName === plan.configName ? pending.bakingSince : undefined;
  const bakes = withBake(before?.bakes ?? [], bakingSince);
  const newWait = bakes.length > (before?.bakes.length ?? 0);
  const schedule = watchSchedule({ waits: plan.waits, bakes, shiftedAt: input.shift.startedAt, now: deps.now() });
  const decided = before?.decided === true && !newWait;
  const due = underWay ? schedule.deadline : !decided;

  const minutes = await settledMinutes(input, deps);
  const settings = catalogEntry(deps.catalog, input.model).manifest.release.judge;
  const looks = plannedLooks(plan.waits);
  const judgement = judgeTraffic({ minutes, history: plan.history, settings, plannedLooks: looks, deadline: due });
  const standing = standingVerdict(before ?? undefined, judgement, { due, newWait });
  const reasons = due || judgement.verdict === 'Harmful' || !decided ? judgement.reasons : (before?.reasons ?? []);
  const look = { ...input, standing, reasons, deadline: schedule.deadline };
  const cord = underWay ? await holdCord(look, deps) : (before?.cord ?? undefined);
  const evidenceUri = await keepEvidence(input, { minutes, judgement, bakes, cord }, deps);
  return {
    ...standing,
    status: underWay ? 'Watching' : 'Settled',
    looks: (before?.looks ?? 0) + 1,
    waitSeconds: schedule.waitSeconds,
    traffic: {
      green: totalTraffic(minutes.map(({ green }) => green)),
      blue: totalTraffic(minutes.map(({ blue }) => blue)),
    },
    eValue: judgement.eValue,
    reasons: [...reasons],
    bakes,
    ...(cord === undefined ? {} : { cord }),
    evidenceUri,
  };
}

async function settledMinutes({ plan, shift }: WatchTrafficInput, deps: WatchDeploymentDeps): Promise<SettledMinute[]> {
  const to = settledUntil(deps.now());
  const range = { from: new Date(Date.parse(shift.startedAt) - MARGIN_MS), to };
  const { endpointName, configName, blue } = plan;
  const [green, other] = await Promise.all([
    deps.metrics.traffic({ endpointName, configName }, range),
    blue === undefined ? new Map() : deps.metrics.traffic({ endpointName, configName: blue.configName }, range),
  ]);
  return pairMinutes({ green, blue: other }, to);
}

async function keepEvidence(
  { model, release, plan, version }: WatchTrafficInput,
  found: { minutes: readonly SettledMinute[]; judgement: Judgement; bakes: readonly string[]; cord: Watch['cord'] },
  { data, now }: WatchDeploymentDeps,
): Promise<string> {
  const key = dataKeys.trafficEvidence(model, release);
  const document = { model, release, version: version.number, plan, at: now().toISOString(), ...found };
  await data.put(key, JSON.stringify(document, null, 1));
  return uriOf(data, key);
}
