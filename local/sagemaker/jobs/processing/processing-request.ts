import type { CreateProcessingJobRequest } from '@aws-sdk/client-sagemaker';
import { required, validationError } from '../../validation.ts';
import type { ProcessingRequest } from './processing-job.ts';

const DEFAULT_MAX_RUNTIME_SECONDS = 86_400;
const LONGEST_RUNTIME_SECONDS = 28 * 86_400;
/** Where SageMaker lets inputs and outputs lie. */
const LOCAL_PATH = /^\/opt\/ml\/processing\/[^/].*$/;

/**
 * Checks a request and fills its defaults in.
 * @throws ValidationException, also for what the embedded AWS does not support, by its name
 */
export function checkProcessingRequest({ Tags: _, ...request }: CreateProcessingJobRequest): ProcessingRequest {
  required(request.RoleArn, 'roleArn');
  required(request.AppSpecification?.ImageUri, 'appSpecification.imageUri');
  const cluster = required(request.ProcessingResources?.ClusterConfig, 'processingResources.clusterConfig');
  if ((cluster.InstanceCount ?? 1) !== 1) throw unsupported('processing on more than one instance');
  for (const { InputName, S3Input, DatasetDefinition } of request.ProcessingInputs ?? []) {
    if (DatasetDefinition !== undefined || S3Input === undefined)
      throw unsupported(`input ${InputName} without S3Input`);
    if (S3Input.S3InputMode === 'Pipe') throw unsupported(`S3InputMode Pipe (input ${InputName})`);
    if (S3Input.S3CompressionType === 'Gzip') throw unsupported(`S3CompressionType Gzip (input ${InputName})`);
    required(S3Input.S3Uri, 'processingInputs.s3Input.s3Uri');
    localPath(S3Input.LocalPath, `input ${InputName}`);
  }
  for (const { OutputName, S3Output } of request.ProcessingOutputConfig?.Outputs ?? []) {
    if (S3Output === undefined) throw unsupported(`output ${OutputName} without S3Output`);
    if (S3Output.S3UploadMode === 'Continuous') throw unsupported(`S3UploadMode Continuous (output ${OutputName})`);
    required(S3Output.S3Uri, 'processingOutputConfig.outputs.s3Output.s3Uri');
    localPath(S3Output.LocalPath, `output ${OutputName}`);
  }
  const limit = request.StoppingCondition?.MaxRuntimeInSeconds ?? DEFAULT_MAX_RUNTIME_SECONDS;
  if (limit < 1 || limit > LONGEST_RUNTIME_SECONDS) {
    throw validationError(`MaxRuntimeInSeconds must be between 1 and ${LONGEST_RUNTIME_SECONDS}, not ${limit}.`);
  }
  return { ...request, StoppingCondition: { MaxRuntimeInSeconds: limit } };
}

function localPath(path: string | undefined, owner: string): void {
  if (path !== undefined && LOCAL_PATH.test(path) && !path.split('/').includes('..')) return;
  throw validationError(`The LocalPath of ${owner} must lie below /opt/ml/processing/, not at ${path}.`);
}

function unsupported(what: string) {
  return validationError(`The embedded AWS does not support ${what}.`);
}
