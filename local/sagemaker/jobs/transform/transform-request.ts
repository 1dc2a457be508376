import type { CreateTransformJobRequest } from '@aws-sdk/client-sagemaker';
import { parseS3Uri } from '../../s3-objects.ts';
import { required, validationError } from '../../validation.ts';
import { parseColumnFilter } from './column-filter.ts';
import type { TransformRequest } from './transform-job.ts';

/**
 * Checks a request.
 * @throws ValidationException, also for what the embedded AWS does not support, by its name
 */
export function checkTransformRequest({ Tags: _, ...request }: CreateTransformJobRequest): TransformRequest {
  const input = required(request.TransformInput, 'transformInput');
  const output = required(request.TransformOutput, 'transformOutput');
  required(request.TransformResources, 'transformResources');
  const source = required(input.DataSource?.S3DataSource, 'transformInput.dataSource.s3DataSource');
  if (source.S3DataType !== 'S3Prefix' && source.S3DataType !== 'ManifestFile') {
    throw unsupported(`S3DataType ${source.S3DataType}`);
  }
  for (const uri of [source.S3Uri, output.S3OutputPath]) {
    try {
      parseS3Uri(required(uri, 's3Uri'));
    } catch (error) {
      throw validationError(error instanceof Error ? error.message : String(error));
    }
  }
  if (!['None', 'Line', undefined].includes(input.SplitType)) throw unsupported(`SplitType ${input.SplitType}`);
  if (!['None', 'Gzip', undefined].includes(input.CompressionType)) {
    throw unsupported(`CompressionType ${input.CompressionType}`);
  }
  if ((request.TransformResources?.InstanceCount ?? 1) !== 1) throw unsupported('transform on more than one instance');
  if (request.DataCaptureConfig !== undefined) throw unsupported('DataCaptureConfig of transform jobs');
  const payload = request.MaxPayloadInMB;
  if (payload !== undefined && (payload < 0 || payload > 100)) {
    throw validationError(`MaxPayloadInMB must be between 0 and 100, not ${payload}.`);
  }
  checkDataProcessing(request);
  return request;
}

function checkDataProcessing({ DataProcessing, TransformInput, TransformOutput }: TransformRequest): void {
  const { InputFilter = '$', OutputFilter = '$', JoinSource = 'None' } = DataProcessing ?? {};
  if (InputFilter === '$' && OutputFilter === '$' && JoinSource === 'None') return;
  if (TransformInput?.ContentType?.split(';')[0] !== 'text/csv') {
    throw unsupported(
      `DataProcessing of ${TransformInput?.ContentType ?? 'input without a ContentType'}, only of text/csv`,
    );
  }
  if (TransformInput.SplitType !== 'Line' || TransformOutput?.AssembleWith !== 'Line') {
    throw validationError('DataProcessing of text/csv needs SplitType Line and AssembleWith Line.');
  }
  for (const filter of [InputFilter, OutputFilter]) {
    try {
      parseColumnFilter(filter);
    } catch (error) {
      throw validationError(error instanceof Error ? error.message : String(error));
    }
  }
}

function unsupported(what: string) {
  return validationError(`The embedded AWS does not support ${what}.`);
}
