import type { Endpoints } from '#aws/endpoints.ts';
import type { JudgedMetric } from '#domain/judge/judge-metric.ts';
import { judgeRelease } from '#domain/judge/judge-release.ts';
import type { Catalog, Judge } from '#domain/manifest/schema.ts';
import { withScores } from '#domain/quality/with-scores.ts';
import type { DeploymentState, EndpointState } from '#domain/release-plan/endpoint-state.ts';
import { METRIC_NAMES, releaseMetrics } from '#domain/release-plan/release-metrics.ts';
import { settledUntil } from '#domain/release-plan/settled-minutes.ts';
import { plannedLooks, waitAfterLook, watchSchedule, withBake } from '#domain/release-plan/watch-schedule.ts';
import { standingVerdict } from '#domain/release-plan/watch-verdict.ts';
import { watchedMetric } from '#domain/release-plan/watched-metric.ts';
import type { Watch } from '#statemachines/release.data.ts';
import { catalogEntry } from '../catalog.ts';
import { measureIfPossible } from '../endpoint/measure-traffic.ts';
import { tryWatchScores, type WatchScoresDeps } from '../predictions/watch-scores.ts';
import type { WatchTrafficInput } from '../watch-traffic.ts';
import { answerOr } from './answer-or.ts';
import { type HoldCordDeps, holdCord } from './hold-cord.ts';
import { keepTrafficEvidence } from './keep-traffic-evidence.ts';
import { letProceed } from './let-proceed.ts';
import { type SendProbesDeps, sendProbes } from './send-probes.ts';

export interface WatchDeploymentDeps extends HoldCordDeps, SendProbesDeps, WatchScoresDeps {
  readonly catalog: Catalog;
  readonly endpoints: Endpoints;
}

/** What DescribeEndpoint says, and what that means for the deployment. */
export interface Seen {
  readonly endpoint: EndpointState | undefined;
  readonly state: DeploymentState;
}

/** Traffic may have begun before the answer to the update was recorded. */
const MARGIN_MS = 15 * 60_000;

/** Until the cord is pulled again that CloudWatch did not take. */
const PULL_AGAIN_SECONDS = 10;

/** A look at green beside blue. */
export async function watchDeployment(input: WatchTrafficInput, seen: Seen, deps: WatchDeploymentDeps): Promise<Watch> {
  const { plan, watch: before } = input;
  const underWay = seen.state === 'UnderWay';
  if (underWay) await answerOr(undefined, () => deps.metrics.reportAlive(plan.configName));
  const { pending } = seen.endpoint ?? {};
  const bakingSince = pending?.configName === plan.configName ? pending.bakingSince : undefined;
  const bakes = withBake(before?.bakes ?? [], bakingSince);
  const newWait = bakes.length > (before?.bakes.length ?? 0);
  const progress = { waits: plan.waits, bakes, shiftedAt: input.shift.startedAt };
  const { deadline } = watchSchedule({ ...progress, now: deps.now() });
  const decided = before?.decided === true && !newWait;
  const due = underWay ? deadline : !decided;

  const { judge, quality } = catalogEntry(deps.catalog, input.model).manifest.release;
  // Not waited for until the cord is decided on.
  const probing =
    underWay && bakes.length > 0 && judge.probesPerMinute > 0
      ? sendProbes(input, judge.probesPerMinute, deps)
      : undefined;
  const [measured, scores] = await Promise.all([
    measure(input, judge, deps),
    tryWatchScores({ ...plan, ...input }, deps),
  ]);
  const looks = plannedLooks(plan.waits);
  const judged = judgeRelease({ metrics: measured, alpha: judge.alpha, plannedLooks: looks, deadline: due });
  const judgement = withScores(judged, scores?.finding, quality?.scores.degenerate);
  const standing = standingVerdict(before ?? undefined, judgement, { due, newWait });
  const reasons = due || judgement.verdict === 'Harmful' || !decided ? judgement.reasons : (before?.reasons ?? []);
  const look = { ...input, standing, reasons, deadline, inconclusive: judge.inconclusive };
  const held = underWay ? await holdCord(look, deps) : { cord: before?.cord, missed: false };
  const goesOn = underWay || seen.state === 'Serving';
  const undecided = due && goesOn && standing.verdict === 'Inconclusive';
  const proceeds = undecided && judge.inconclusive === 'proceed' && held.cord === undefined && !held.missed;
  const proceeded = proceeds ? await letProceed(input, reasons, deps) : before?.proceeded;
  const found = { measured, judgement, bakes, cord: held.cord, proceeded, probes: await probing };
  const evidenceUri = await keepTrafficEvidence(input, found, deps);
  const wait = waitAfterLook({ ...progress, now: deps.now() }, deadline);
  return {
    ...standing,
    status: underWay ? 'Watching' : 'Settled',
    looks: (before?.looks ?? 0) + 1,
    waitSeconds: held.missed ? PULL_AGAIN_SECONDS : wait,
    traffic: trafficOf(judgement.metrics),
    metrics: judgement.metrics.map(watchedMetric),
    eValue: judgement.eValue,
    reasons: [...reasons],
    bakes,
    ...(held.cord === undefined ? {} : { cord: held.cord }),
    ...(proceeded === undefined ? {} : { proceeded }),
    ...(scores === undefined ? {} : { scores: scores.finding }),
    evidenceUri,
  };
}

function measure({ plan, shift }: WatchTrafficInput, judge: Judge, deps: WatchDeploymentDeps): Promise<JudgedMetric[]> {
  const { endpointName, configName, blue, history } = plan;
  const range = { from: new Date(Date.parse(shift.startedAt) - MARGIN_MS), to: settledUntil(deps.now()) };
  const green = { endpointName, configName };
  const fleets = blue === undefined ? { green } : { green, blue: { endpointName, configName: blue.configName } };
  return measureIfPossible({ metrics: releaseMetrics(judge), ...fleets, range, baselines: history }, deps);
}

/** The fleets' requests, with those that failed on the server. */
function trafficOf(metrics: readonly Pick<Watch['metrics'][number], 'name' | 'green' | 'blue'>[]): Watch['traffic'] {
  const nothing = { requests: 0, failures: 0 };
  const { green, blue } = metrics.find(({ name }) => name === METRIC_NAMES.serverErrors) ?? {
    green: nothing,
    blue: nothing,
  };
  return { green, blue };
}
