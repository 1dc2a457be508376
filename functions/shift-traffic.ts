import { randomUUID } from 'node:crypto';
import type * as z from 'zod';
import { cloudWatchDeploymentAlarms, type DeploymentAlarms } from '#aws/deployment-alarms.ts';
import { cloudWatchDeploymentMetrics, type DeploymentMetrics } from '#aws/deployment-metrics.ts';
import type { Endpoints } from '#aws/endpoints.ts';
import { objectStoreLedger } from '#aws/ledger.ts';
import { s3ObjectStore } from '#aws/object-store.ts';
import { sageMakerEndpoints } from '#aws/sagemaker-endpoints.ts';
import { deploymentAlarmName } from '#domain/naming.ts';
import { type EndpointState, isAtRest } from '#domain/release-plan/endpoint-state.ts';
import { type Plan, ReleaseData, Shift } from '#statemachines/release.data.ts';
import { keepLease, type LeaseDeps } from './endpoint/hold-lease.ts';
import { readEnvironment } from './environment.ts';
import { StageError } from './errors.ts';
import { lambdaHandler } from './handler.ts';

export interface ShiftTrafficDeps extends LeaseDeps {
  readonly endpoints: Endpoints;
  readonly alarms: DeploymentAlarms;
  readonly metrics: DeploymentMetrics;
}

export const ShiftTrafficInput = ReleaseData.pick({ model: true, release: true, plan: true }).extend({
  /** The attempt before this one. */
  shift: Shift.nullish(),
});

type Input = z.infer<typeof ShiftTrafficInput>;

/** One a minute, for as long as the longest deployment that may be in the way. */
const MOST_ATTEMPTS = 500;

/**
 * Starts the deployment: renews the lease for longer than this function may run, looks, and updates, all in one invocation, so that
 * nobody who took the lease meanwhile can be overtaken. A deployment that is there already is adopted.
 * @throws StageError DeploymentBlockedError
 */
export async function shiftTraffic(input: Input, deps: ShiftTrafficDeps): Promise<Shift> {
  const { model, release, plan } = input;
  const attempts = (input.shift?.attempts ?? 0) + 1;
  const answer = (outcome: Shift['outcome'], reason: string): Shift => {
    if (attempts >= MOST_ATTEMPTS && (outcome === 'Busy' || outcome === 'NotReady')) {
      throw new StageError(
        'DeploymentBlockedError',
        `${reason} So it was for ${attempts} looks. Look at the endpoint.`,
      );
    }
    return { outcome, reason, attempts, startedAt: deps.now().toISOString() };
  };

  const takenBy = await keepLease({ model, release, epoch: plan.epoch }, deps);
  if (takenBy !== undefined) return answer('LeaseLost', `${takenBy} took over the endpoint.`);
  const endpoint = await deps.endpoints.describe(plan.endpointName);
  if (endpoint !== undefined && concerns(endpoint, plan)) return answer('Started', 'The deployment is there already.');
  if (endpoint !== undefined && !isAtRest(endpoint)) return answer('Busy', `The endpoint is ${endpoint.status}.`);

  if (endpoint?.status === 'Failed') {
    // Nothing else can be done with it, and it serves nothing.
    await deps.endpoints.delete(plan.endpointName);
    return answer('Busy', `The endpoint had failed (${endpoint.failureReason}) and is deleted to be made again.`);
  }
  const alarms = await alarmStates(plan, deps);
  // Pulled before, or after a start whose answer was lost: the watch finds that what served before serves.
  if (alarms.cordPulled) return answer('Started', 'The cord was pulled already; nothing is shifted.');
  if (alarms.unready !== undefined) return answer('NotReady', alarms.unready);
  const { endpointName, configName, routing } = plan;
  const change =
    endpoint === undefined
      ? await deps.endpoints.create(endpointName, configName)
      : await deps.endpoints.update({ endpointName, configName, routing, alarms: plan.alarms });
  if (change === 'busy') return answer('Busy', 'Another change of the endpoint was faster.');
  return answer('Started', endpoint === undefined ? 'The endpoint is being created.' : 'Traffic is being shifted.');
}

/** The endpoint is changing to the plan's config, or serves it already. */
function concerns(endpoint: EndpointState, { configName }: Plan): boolean {
  if (endpoint.pending !== undefined) return endpoint.pending.configName === configName;
  return endpoint.configName === configName && endpoint.status !== 'Failed' && endpoint.status !== 'Deleting';
}

/** What AWS does with an alarm that is raised or undecided when a deployment starts is not documented; so all must be OK. */
async function alarmStates(
  { alarms, configName }: Plan,
  deps: ShiftTrafficDeps,
): Promise<{ readonly cordPulled: boolean; readonly unready: string | undefined }> {
  if (alarms.length === 0) return { cordPulled: false, unready: undefined };
  await deps.metrics.reportAlive(configName);
  const states = await deps.alarms.states(alarms);
  const unready = alarms.find((name) => states.get(name) !== 'OK');
  return {
    cordPulled: states.get(deploymentAlarmName(configName, 'kill-switch')) === 'ALARM',
    unready: unready && `The alarm ${unready} is ${states.get(unready) ?? 'missing'}, not OK.`,
  };
}

export const handler = lambdaHandler({
  name: 'ShiftTraffic',
  input: ShiftTrafficInput,
  output: Shift,
  run: shiftTraffic,
  deps: (): ShiftTrafficDeps => {
    const env = readEnvironment({ LEDGER_BUCKET: 'string' });
    return {
      ledger: objectStoreLedger({ store: s3ObjectStore(env.LEDGER_BUCKET), newId: randomUUID }),
      endpoints: sageMakerEndpoints(),
      alarms: cloudWatchDeploymentAlarms(),
      metrics: cloudWatchDeploymentMetrics(),
      now: () => new Date(),
    };
  },
});
