import { randomUUID } from 'node:crypto';
import * as z from 'zod';
import { cloudWatchDeploymentAlarms } from '#aws/deployment-alarms.ts';
import { cloudWatchDeploymentMetrics } from '#aws/deployment-metrics.ts';
import { stepFunctionsExecutions } from '#aws/executions.ts';
import { sageMakerJobStopper } from '#aws/job-stopper.ts';
import { eventBridgeJudgementRequests } from '#aws/judgement-requests.ts';
import { objectStoreLedger } from '#aws/ledger.ts';
import { snsNotifications } from '#aws/notifications.ts';
import { s3ObjectStore } from '#aws/object-store.ts';
import { sageMakerProbeEndpoints } from '#aws/probe-endpoints.ts';
import { sageMakerEndpoints } from '#aws/sagemaker-endpoints.ts';
import { sageMakerModelRegistry } from '#aws/sagemaker-model-registry.ts';
import { sageMakerTrainingJobs } from '#aws/training-jobs.ts';
import { sageMakerTransformJobs } from '#aws/transform-jobs.ts';
import { stepFunctionsWorkflows } from '#aws/workflows.ts';
import { endpointName } from '#domain/naming.ts';
import { parseEvent } from '#events/parse-event.ts';
import { auditFromEnvironment } from './audit.ts';
import { catalog } from './catalog.ts';
import { readEnvironment } from './environment.ts';
import { lambdaHandler } from './handler.ts';
import { type CloseExecutionDeps, closeExecution, closeExecutions, kindOf } from './reconcile/reconcile-executions.ts';
import { type ReconcileModelDeps, reconcileModel } from './reconcile/reconcile-model.ts';
import { type ReconcileProbesDeps, reconcileProbes } from './reconcile/reconcile-probes.ts';
import { type ReconcileWaitsDeps, reconcileWaits } from './reconcile/reconcile-waits.ts';
import { Sweep } from './reconcile/sweep.ts';

export type ReconcileDeps = ReconcileModelDeps & ReconcileWaitsDeps & ReconcileProbesDeps & CloseExecutionDeps;

/** What was done in place of lost events. */
export const ReconcileResult = z.object({ did: z.array(z.string()) });

/** Models looked at side by side: a thousand fit the function's time, and no service is overrun. */
const CONCURRENCY = 10;

/**
 * Makes every best-effort event optional: finishes what one failed to. An event narrows it to what it tells of; the schedule goes over
 * everything. One failure keeps nothing else from being done.
 */
export async function reconcile(event: unknown, deps: ReconcileDeps): Promise<z.infer<typeof ReconcileResult>> {
  const parsed = parseEvent(event);
  const known = parsed.outcome === 'known' ? parsed.event : undefined;
  const sweep = new Sweep();
  const models = Object.keys(deps.catalog);
  switch (known?.['detail-type']) {
    case 'Step Functions Execution Status Change': {
      const { executionArn, stateMachineArn } = known.detail;
      const kind = kindOf(stateMachineArn, deps);
      if (kind !== undefined) await sweep.run(executionArn, () => closeExecution(executionArn, kind, deps));
      break;
    }
    case 'SageMaker Endpoint State Change': {
      const { EndpointName } = known.detail;
      const model = models.find((name) => endpointName(deps.stage, name).toLowerCase() === EndpointName.toLowerCase());
      if (model !== undefined) await reconcileModel(model, sweep, deps);
      break;
    }
    default:
      await reconcileWaits(sweep, deps);
      await reconcileProbes(sweep, deps);
      await closeExecutions(sweep, deps);
      for (let start = 0; start < models.length; start += CONCURRENCY) {
        const batch = models.slice(start, start + CONCURRENCY);
        await Promise.all(batch.map((model) => reconcileModel(model, sweep, deps)));
      }
  }
  return { did: sweep.finish() };
}

export const handler = lambdaHandler({
  name: 'Reconcile',
  input: z.unknown(),
  output: ReconcileResult,
  invalidInput: 'EventInvalidError',
  run: reconcile,
  deps: (): ReconcileDeps => {
    const env = readEnvironment({
      STAGE: 'string',
      DATA_BUCKET: 'string',
      LEDGER_BUCKET: 'string',
      NOTIFICATIONS_TOPIC: 'string',
      RETRAIN_STATE_MACHINE: 'string',
      RELEASE_STATE_MACHINE: 'string',
      ROLLBACK_STATE_MACHINE: 'string',
    });
    const ledgerStore = s3ObjectStore(env.LEDGER_BUCKET);
    return {
      stage: env.STAGE,
      catalog,
      data: s3ObjectStore(env.DATA_BUCKET),
      ledgerStore,
      ledger: objectStoreLedger({ store: ledgerStore, newId: randomUUID }),
      audit: auditFromEnvironment(ledgerStore),
      registry: sageMakerModelRegistry({ stage: env.STAGE }),
      endpoints: sageMakerEndpoints(),
      probeEndpoints: sageMakerProbeEndpoints(),
      alarms: cloudWatchDeploymentAlarms(),
      metrics: cloudWatchDeploymentMetrics(),
      notifications: snsNotifications(env.NOTIFICATIONS_TOPIC),
      judgements: eventBridgeJudgementRequests(),
      workflows: stepFunctionsWorkflows(),
      executions: stepFunctionsExecutions(),
      trainingJobs: sageMakerTrainingJobs(),
      transformJobs: sageMakerTransformJobs(),
      jobs: sageMakerJobStopper(),
      retrainStateMachine: env.RETRAIN_STATE_MACHINE,
      releaseStateMachine: env.RELEASE_STATE_MACHINE,
      rollbackStateMachine: env.ROLLBACK_STATE_MACHINE,
      closedBefore: new Set(),
      now: () => new Date(),
    };
  },
});
