import type { CreateEndpointConfigInput, DataCaptureConfig, ProductionVariant } from '@aws-sdk/client-sagemaker';
import { required, requireName, validationError } from '../validation.ts';

/** Members SageMaker knows and the embedded AWS does not run. */
const UNSUPPORTED = ['AsyncInferenceConfig', 'ExplainerConfig', 'ShadowProductionVariants'] as const;
const UNSUPPORTED_OF_VARIANT = ['ServerlessConfig', 'InstancePools', 'ManagedInstanceScaling'] as const;
const PUBLISH_SECONDS = [10, 30, 60, 120, 180, 240, 300];

type Content = Omit<CreateEndpointConfigInput, 'Tags'>;

/**
 * Checks an endpoint configuration and returns its variants.
 * @throws ValidationException for a missing member, a bad name, a repeated variant, or what is not supported
 */
export function checkConfig(content: Content): ProductionVariant[] {
  for (const member of UNSUPPORTED) if (content[member] !== undefined) throw unsupported(member);
  const variants = required(content.ProductionVariants, 'productionVariants');
  if (variants.length < 1 || variants.length > 10) {
    throw validationError(`An endpoint configuration has 1 to 10 production variants, not ${variants.length}.`);
  }
  const names = variants.map(checkVariant);
  const repeated = names.find((name, index) => names.indexOf(name) !== index);
  if (repeated !== undefined)
    throw validationError(`Production variant names must be unique; ${repeated} is repeated.`);
  if (content.DataCaptureConfig !== undefined) checkCapture(content.DataCaptureConfig);
  const seconds = content.MetricsConfig?.MetricPublishFrequencyInSeconds;
  if (seconds !== undefined && !PUBLISH_SECONDS.includes(seconds)) {
    throw validationError(`MetricPublishFrequencyInSeconds must be one of ${PUBLISH_SECONDS.join(', ')}.`);
  }
  return variants;
}

function checkVariant(variant: ProductionVariant): string {
  for (const member of UNSUPPORTED_OF_VARIANT) if (variant[member] !== undefined) throw unsupported(member);
  const name = requireName(variant.VariantName, 'productionVariants.variantName');
  required(variant.ModelName, 'productionVariants.modelName');
  required(variant.InstanceType, 'productionVariants.instanceType');
  if (required(variant.InitialInstanceCount, 'productionVariants.initialInstanceCount') < 1) {
    throw validationError(`InitialInstanceCount of variant ${name} must be at least 1.`);
  }
  if ((variant.InitialVariantWeight ?? 1) < 0) {
    throw validationError(`InitialVariantWeight of variant ${name} must not be negative.`);
  }
  return name;
}

function checkCapture(capture: DataCaptureConfig): void {
  const percentage = required(capture.InitialSamplingPercentage, 'dataCaptureConfig.initialSamplingPercentage');
  if (percentage < 0 || percentage > 100) {
    throw validationError(`InitialSamplingPercentage must be between 0 and 100, not ${percentage}.`);
  }
  if (!/^s3:\/\/[^/]+/.test(required(capture.DestinationS3Uri, 'dataCaptureConfig.destinationS3Uri'))) {
    throw validationError(`DestinationS3Uri ${capture.DestinationS3Uri} is not of the form s3://bucket/prefix.`);
  }
  if (required(capture.CaptureOptions, 'dataCaptureConfig.captureOptions').length === 0) {
    throw validationError('CaptureOptions must name at least one of Input, Output and InputAndOutput.');
  }
}

function unsupported(member: string) {
  return validationError(`${member} is not supported by the embedded AWS.`);
}
