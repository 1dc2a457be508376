import { randomUUID } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import { CloudFormationClient } from '@aws-sdk/client-cloudformation';
import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { S3Client } from '@aws-sdk/client-s3';
import { SageMakerClient } from '@aws-sdk/client-sagemaker';
import { SFNClient } from '@aws-sdk/client-sfn';
import { STSClient } from '@aws-sdk/client-sts';
import { objectStoreAuditTrail } from '../aws/audit-trail.ts';
import { objectStoreLedger } from '../aws/ledger.ts';
import { s3ObjectStore } from '../aws/object-store.ts';
import { sageMakerEndpoints } from '../aws/sagemaker-endpoints.ts';
import { sageMakerModelRegistry } from '../aws/sagemaker-model-registry.ts';
import { stepFunctionsWorkflows } from '../aws/workflows.ts';
import { awsTime } from './adapters/aws-time.ts';
import { callerArn } from './adapters/caller.ts';
import { findDeployedStage } from './adapters/deployed-stage.ts';
import { eventBridgeRequests } from './adapters/requests.ts';
import { stepFunctionsExecutions } from './adapters/step-functions-executions.ts';
import type { CommandDeps } from './command-deps.ts';
import { clientSettings, forgetEndpoints } from './target/client-settings.ts';
import type { Target } from './target/target.ts';

/** Finds what the target's stage deployed and makes everything the commands need. @throws OperatorError STACK_MISSING, STACK_INCOMPLETE */
export async function connect(target: Target, env: NodeJS.ProcessEnv = process.env): Promise<CommandDeps> {
  if (target.kind === 'account') forgetEndpoints(env);
  const settings = clientSettings(target, env);
  const clients = {
    cloudFormation: new CloudFormationClient(settings),
    eventBridge: new EventBridgeClient(settings),
    s3: new S3Client(settings),
    sageMaker: new SageMakerClient(settings),
    sfn: new SFNClient(settings),
    sts: new STSClient(settings),
  };
  const time = awsTime();
  for (const client of Object.values(clients)) time.observe(client);
  const { stage } = target;
  const deployed = await findDeployedStage(clients.cloudFormation, stage);
  const store = s3ObjectStore(deployed.ledgerBucket, clients.s3);
  return {
    stage,
    deployed,
    ledger: objectStoreLedger({ store, newId: randomUUID }),
    data: s3ObjectStore(deployed.dataBucket, clients.s3),
    audit: objectStoreAuditTrail({ store, now: time.now, retention: deployed.auditRetention }),
    registry: sageMakerModelRegistry({ stage, client: clients.sageMaker }),
    executions: stepFunctionsExecutions(clients.sfn),
    workflows: stepFunctionsWorkflows(clients.sfn),
    endpoints: sageMakerEndpoints(clients.sageMaker),
    requests: eventBridgeRequests(clients.eventBridge),
    actor: () => callerArn(clients.sts),
    now: time.now,
    sleep: (milliseconds) => wait(milliseconds),
  };
}
