import { randomUUID } from 'node:crypto';
import { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { S3Client } from '@aws-sdk/client-s3';
import { SageMakerClient } from '@aws-sdk/client-sagemaker';
import { SageMakerRuntimeClient } from '@aws-sdk/client-sagemaker-runtime';
import { SFNClient } from '@aws-sdk/client-sfn';
import { objectStoreAuditTrail } from '#aws/audit-trail.ts';
import { cloudWatchDeploymentAlarms } from '#aws/deployment-alarms.ts';
import { cloudWatchDeploymentMetrics } from '#aws/deployment-metrics.ts';
import { stepFunctionsExecutions } from '#aws/executions.ts';
import { sageMakerJobStopper } from '#aws/job-stopper.ts';
import { eventBridgeJudgementRequests } from '#aws/judgement-requests.ts';
import { objectStoreLedger } from '#aws/ledger.ts';
import { s3ObjectStore } from '#aws/object-store.ts';
import { sageMakerProbeEndpoints } from '#aws/probe-endpoints.ts';
import { sageMakerProbes } from '#aws/probes.ts';
import { sageMakerEndpoints } from '#aws/sagemaker-endpoints.ts';
import { sageMakerModelRegistry } from '#aws/sagemaker-model-registry.ts';
import { sageMakerTrainingJobs } from '#aws/training-jobs.ts';
import { sageMakerTransformJobs } from '#aws/transform-jobs.ts';
import { stepFunctionsWorkflows } from '#aws/workflows.ts';
import { type Catalog, Manifest } from '#domain/manifest/schema.ts';
import type { ReconcileDeps } from '#functions/reconcile.ts';
import type { WatchTrafficDeps } from '#functions/watch-traffic.ts';
import type { ServedCloud } from '../../local/testing/served-cloud.ts';
import { type FakeNotifications, fakeNotifications } from '../fakes/notifications.ts';

/** Two instances, one of them the canary for ten minutes, then a bake of six. */
export const churn = Manifest.parse({
  model: 'churn',
  data: {
    format: 'csv',
    columns: { id: { type: 'string' } },
    label: { sql: 'gone', kind: 'binary' },
    eventTime: 'at',
    window: 2,
    holdout: {},
  },
  training: { image: 'half:1', hyperparameters: {} },
  gates: [{ kind: 'absolute', name: 'auc', metric: 'auc', min: 0.6 }],
  release: { instances: 2, traffic: { type: 'canary', size: 1, waitMinutes: 10 }, bakeMinutes: 6, probes: 3 },
});

export type LineDeps = ReconcileDeps &
  WatchTrafficDeps & { readonly servingRoleArn: string; readonly notifications: FakeNotifications };

/** The real adapters on a cloud; only people are told nothing. */
export function lineDeps(cloud: ServedCloud, machineArn: (kind: string) => string): LineDeps {
  const { client } = cloud;
  const now = () => cloud.clock.date();
  const s3 = new S3Client({ ...client, forcePathStyle: true });
  const sageMaker = new SageMakerClient(client);
  const cloudWatch = new CloudWatchClient(client);
  const sfn = new SFNClient({ ...client, disableHostPrefix: true });
  const ledgerStore = s3ObjectStore('ledger', s3);
  const catalog: Catalog = { churn: { manifest: churn, prepareSql: 'SELECT 1', digest: 'd'.repeat(64) } };
  return {
    stage: 'dev',
    catalog,
    now,
    data: s3ObjectStore('data', s3),
    ledgerStore,
    ledger: objectStoreLedger({ store: ledgerStore, newId: randomUUID }),
    audit: objectStoreAuditTrail({ store: ledgerStore, now, retention: { mode: 'GOVERNANCE', days: 1 } }),
    registry: sageMakerModelRegistry({ stage: 'dev', client: sageMaker }),
    endpoints: sageMakerEndpoints(sageMaker),
    probeEndpoints: sageMakerProbeEndpoints(sageMaker),
    alarms: cloudWatchDeploymentAlarms(cloudWatch),
    metrics: cloudWatchDeploymentMetrics(cloudWatch),
    probes: sageMakerProbes(new SageMakerRuntimeClient(client)),
    notifications: fakeNotifications(),
    judgements: eventBridgeJudgementRequests(new EventBridgeClient(client)),
    workflows: stepFunctionsWorkflows(sfn),
    executions: stepFunctionsExecutions(sfn),
    trainingJobs: sageMakerTrainingJobs(sageMaker),
    transformJobs: sageMakerTransformJobs(sageMaker),
    jobs: sageMakerJobStopper(sageMaker),
    retrainStateMachine: machineArn('retrain'),
    releaseStateMachine: machineArn('release'),
    rollbackStateMachine: machineArn('rollback'),
    closedBefore: new Set(),
    servingRoleArn: 'arn:aws:iam::000000000000:role/serving',
  };
}
