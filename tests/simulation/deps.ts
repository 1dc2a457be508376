import { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { S3Client } from '@aws-sdk/client-s3';
import { SageMakerClient } from '@aws-sdk/client-sagemaker';
import { SageMakerRuntimeClient } from '@aws-sdk/client-sagemaker-runtime';
import { SFNClient } from '@aws-sdk/client-sfn';
import { SNSClient } from '@aws-sdk/client-sns';
import type { HttpRequest } from '@smithy/core/transport';
import { objectStoreAuditTrail } from '#aws/audit-trail.ts';
import { clientConfiguration } from '#aws/clients.ts';
import { cloudWatchDeploymentAlarms } from '#aws/deployment-alarms.ts';
import { cloudWatchDeploymentMetrics } from '#aws/deployment-metrics.ts';
import { stepFunctionsExecutions } from '#aws/executions.ts';
import { sageMakerInference } from '#aws/inference.ts';
import { sageMakerJobStopper } from '#aws/job-stopper.ts';
import { eventBridgeJudgementRequests } from '#aws/judgement-requests.ts';
import { objectStoreLedger } from '#aws/ledger.ts';
import { snsNotifications } from '#aws/notifications.ts';
import { s3ObjectStore } from '#aws/object-store.ts';
import { sageMakerProbeEndpoints } from '#aws/probe-endpoints.ts';
import { sageMakerProbes } from '#aws/probes.ts';
import { sageMakerEndpoints } from '#aws/sagemaker-endpoints.ts';
import { sageMakerModelRegistry } from '#aws/sagemaker-model-registry.ts';
import { sageMakerTrainingJobs } from '#aws/training-jobs.ts';
import { sageMakerTransformJobs } from '#aws/transform-jobs.ts';
import { stepFunctionsWorkflows } from '#aws/workflows.ts';
import type { Catalog } from '#domain/manifest/schema.ts';
import type { RunningCloud } from '../../local/create-cloud.ts';
import type { RequestHandler } from '../../local/wire/in-process-handler.ts';

export const STAGE = 'dev';
export const TOPIC_ARN = 'arn:aws:sns:us-east-1:000000000000:andon-dev';

export function machineArn(kind: string): string {
  return `arn:aws:states:us-east-1:000000000000:stateMachine:andon-${STAGE}-${kind}`;
}

/** The embedded AWS reads who calls which service from the signature's scope, and checks no signature; so none is made. */
const signer = () => ({
  async sign(request: HttpRequest, { signingService = '' }: { signingService?: string } = {}) {
    const scope = `andon/20260105/us-east-1/${signingService}/aws4_request`;
    request.headers.authorization = `AWS4-HMAC-SHA256 Credential=${scope}, SignedHeaders=host, Signature=none`;
    return request;
  },
});

export interface Carriage {
  readonly requestHandler: RequestHandler;
  /** What requests are timed by; virtual time unless said, since by real time no two runs would be alike. */
  readonly stopwatch?: () => number;
}

/** Everything the functions need: the real adapters on the real clients, carried by `requestHandler`. */
export function simulatedDeps(
  cloud: RunningCloud,
  catalog: Catalog,
  { requestHandler, stopwatch = () => cloud.clock.now() }: Carriage,
) {
  const configuration = clientConfiguration({
    endpoint: cloud.endpoint,
    region: cloud.region,
    maxAttempts: 1,
    requestHandler,
    credentials: { accessKeyId: 'andon', secretAccessKey: 'any' },
  });
  const settings = { ...configuration, signer: signer as never };
  const now = () => cloud.clock.date();
  const s3 = new S3Client(settings);
  const sageMaker = new SageMakerClient(settings);
  const cloudWatch = new CloudWatchClient(settings);
  const sfn = new SFNClient(settings);
  const runtime = new SageMakerRuntimeClient(settings);
  const ledgerStore = s3ObjectStore('ledger', s3);
  return {
    stage: STAGE,
    accountId: cloud.account,
    region: cloud.region,
    catalog,
    now,
    data: s3ObjectStore('data', s3),
    ledgerStore,
    ledger: objectStoreLedger({ store: ledgerStore, newId: () => cloud.uuid() }),
    audit: objectStoreAuditTrail({ store: ledgerStore, now, retention: { mode: 'GOVERNANCE', days: 1 } }),
    registry: sageMakerModelRegistry({ stage: STAGE, client: sageMaker }),
    endpoints: sageMakerEndpoints(sageMaker),
    probeEndpoints: sageMakerProbeEndpoints(sageMaker),
    alarms: cloudWatchDeploymentAlarms(cloudWatch),
    metrics: cloudWatchDeploymentMetrics(cloudWatch),
    probes: sageMakerProbes(runtime),
    inference: sageMakerInference({ client: runtime, stopwatch }),
    stopwatch,
    notifications: snsNotifications(TOPIC_ARN, new SNSClient(settings)),
    judgements: eventBridgeJudgementRequests(new EventBridgeClient(settings)),
    workflows: stepFunctionsWorkflows(sfn),
    executions: stepFunctionsExecutions(sfn),
    trainingJobs: sageMakerTrainingJobs(sageMaker),
    transformJobs: sageMakerTransformJobs(sageMaker),
    jobs: sageMakerJobStopper(sageMaker),
    retrainStateMachine: machineArn('retrain'),
    releaseStateMachine: machineArn('release'),
    rollbackStateMachine: machineArn('rollback'),
    stateMachines: {
      retrain: machineArn('retrain'),
      release: machineArn('release'),
      rollback: machineArn('rollback'),
    },
    closedBefore: new Set<string>(),
    newId: () => cloud.uuid(),
    servingRoleArn: `arn:aws:iam::${cloud.account}:role/serving`,
  };
}

export type SimulatedDeps = ReturnType<typeof simulatedDeps>;
