import { randomUUID } from 'node:crypto';
import type * as z from 'zod';
import { cloudWatchDeploymentAlarms } from '#aws/deployment-alarms.ts';
import { objectStoreLedger } from '#aws/ledger.ts';
import { snsNotifications } from '#aws/notifications.ts';
import { s3ObjectStore } from '#aws/object-store.ts';
import { sageMakerEndpoints } from '#aws/sagemaker-endpoints.ts';
import { sageMakerModelRegistry } from '#aws/sagemaker-model-registry.ts';
import { stepFunctionsWorkflows } from '#aws/workflows.ts';
import { deploymentState } from '#domain/release-plan/endpoint-state.ts';
import { deploymentOutcome } from '#domain/release-plan/outcome.ts';
import { Confirmation, ReleaseData, Watch } from '#statemachines/release.data.ts';
import { auditFromEnvironment } from './audit.ts';
import { catalog } from './catalog.ts';
import { confirmFailure } from './confirm-release/confirm-failure.ts';
import { confirmSuccess } from './confirm-release/confirm-success.ts';
import type { ConfirmDeps } from './confirm-release/confirmed.ts';
import { holdsLease } from './endpoint/hold-lease.ts';
import { readEnvironment } from './environment.ts';
import { StageError } from './errors.ts';
import { lambdaHandler } from './handler.ts';

export const ConfirmReleaseInput = ReleaseData.pick({
  model: true,
  release: true,
  generation: true,
  version: true,
  trigger: true,
  plan: true,
  shift: true,
}).extend({ watch: Watch.nullish() });

export type ConfirmReleaseInput = z.infer<typeof ConfirmReleaseInput>;

/**
 * Writes down what a deployment came to. It succeeded only if the endpoint is in service, with the config asked for, and healthy;
 * then the champion moves. Everything here may be run again.
 */
export async function confirmRelease(input: ConfirmReleaseInput, deps: ConfirmDeps): Promise<Confirmation> {
  const { plan, watch, shift } = input;
  const endpoint = await deps.endpoints.describe(plan.endpointName);
  const state = deploymentState(endpoint, plan.configName);
  const started = shift.outcome === 'Started';
  if (started && state === 'UnderWay') {
    const message = `${plan.endpointName} is ${endpoint?.status}: another change began after the watch. Run the state again.`;
    throw new StageError('ServiceUnavailableError', message);
  }
  const verdict = watch?.verdict ?? 'Inconclusive';
  const proceeded = verdict === 'Inconclusive' ? watch?.proceeded : undefined;
  const outcome = deploymentOutcome({
    kind: plan.kind,
    state: state === 'UnderWay' ? 'Gone' : state,
    verdict,
    judged: plan.waits.length > 0 || plan.kind === 'first',
    proceeds: proceeded !== undefined,
    holdsLease: await holdsLease({ ...input, epoch: plan.epoch }, deps),
    started,
  });
  const passed = outcome === 'Released' && proceeded !== undefined;
  const reasons = passed ? [proceeded.reason] : (watch?.reasons ?? [shift.reason]);
  const settled = { endpoint, reasons };
  if (outcome === 'Released' || outcome === 'Unhealthy') return confirmSuccess(input, { ...settled, outcome }, deps);
  return confirmFailure(input, { ...settled, outcome }, deps);
}

export const handler = lambdaHandler({
  name: 'ConfirmRelease',
  input: ConfirmReleaseInput,
  output: Confirmation,
  run: confirmRelease,
  deps: (): ConfirmDeps => {
    const env = readEnvironment({
      STAGE: 'string',
      LEDGER_BUCKET: 'string',
      NOTIFICATIONS_TOPIC: 'string',
      RELEASE_STATE_MACHINE: 'string',
      ROLLBACK_STATE_MACHINE: 'string',
    });
    const store = s3ObjectStore(env.LEDGER_BUCKET);
    return {
      catalog,
      endpoints: sageMakerEndpoints(),
      alarms: cloudWatchDeploymentAlarms(),
      registry: sageMakerModelRegistry({ stage: env.STAGE }),
      ledger: objectStoreLedger({ store, newId: randomUUID }),
      audit: auditFromEnvironment(store),
      notifications: snsNotifications(env.NOTIFICATIONS_TOPIC),
      workflows: stepFunctionsWorkflows(),
      releaseStateMachine: env.RELEASE_STATE_MACHINE,
      rollbackStateMachine: env.ROLLBACK_STATE_MACHINE,
      now: () => new Date(),
    };
  },
});
