import { CloudFormationClient } from '@aws-sdk/client-cloudformation';
import { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import { S3Client } from '@aws-sdk/client-s3';
import { SageMakerClient } from '@aws-sdk/client-sagemaker';
import { SageMakerRuntimeClient } from '@aws-sdk/client-sagemaker-runtime';
import { SFNClient } from '@aws-sdk/client-sfn';

/** Ordinary SDK clients, as anybody would make them for the embedded AWS. */
export interface Clients {
  readonly cloudFormation: CloudFormationClient;
  readonly cloudWatch: CloudWatchClient;
  readonly s3: S3Client;
  readonly sageMaker: SageMakerClient;
  readonly runtime: SageMakerRuntimeClient;
  readonly sfn: SFNClient;
}

export function createClients(endpoint: string): Clients {
  const settings = {
    endpoint,
    region: 'us-east-1',
    // The name that the audit trail and the registry show for what the story does.
    credentials: { accessKeyId: 'storyteller', secretAccessKey: 'local' },
  };
  return {
    cloudFormation: new CloudFormationClient(settings),
    cloudWatch: new CloudWatchClient(settings),
    s3: new S3Client({ ...settings, forcePathStyle: true }),
    sageMaker: new SageMakerClient(settings),
    // A failed request is what the story counts: it must not be tried again behind its back.
    runtime: new SageMakerRuntimeClient({ ...settings, maxAttempts: 1 }),
    sfn: new SFNClient(settings),
  };
}
