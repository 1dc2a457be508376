import type { ServiceId } from '../../cloud.ts';
import type { JsonObject } from '../json.ts';
import type { Integration } from './integration.ts';
import { fromModel, toModel } from './sdk-shapes.ts';
import { serviceFailure } from './service-failure.ts';

interface SdkService {
  readonly id: ServiceId;
  /** Begins error names, as the SDK for Java 2 spells the service. */
  readonly prefix: string;
  /** Services whose modelled members begin with a small letter; a Task writes and reads them with a capital. */
  readonly lowerCase?: boolean;
}

const SERVICES: Readonly<Record<string, SdkService>> = {
  s3: { id: 's3', prefix: 'S3' },
  sfn: { id: 'sfn', prefix: 'Sfn', lowerCase: true },
  sagemaker: { id: 'sagemaker', prefix: 'SageMaker' },
  sagemakerruntime: { id: 'sagemaker-runtime', prefix: 'SageMakerRuntime' },
  eventbridge: { id: 'eventbridge', prefix: 'EventBridge' },
  lambda: { id: 'lambda', prefix: 'Lambda' },
  cloudwatch: { id: 'cloudwatch', prefix: 'CloudWatch' },
  cloudwatchlogs: { id: 'logs', prefix: 'CloudWatchLogs', lowerCase: true },
  sqs: { id: 'sqs', prefix: 'Sqs' },
  sns: { id: 'sns', prefix: 'Sns' },
  sts: { id: 'sts', prefix: 'Sts' },
};

/** `aws-sdk:<service>:<action>`, also `.waitForTaskToken`; undefined for a service the embedded AWS does not have. */
export function awsSdk(action: string): Integration | undefined {
  const [, name = '', operation = '', pattern] = /^aws-sdk:(\w+):(\w+)(\.waitForTaskToken)?$/.exec(action) ?? [];
  const service = SERVICES[name];
  if (service === undefined) return undefined;
  const { id, prefix, lowerCase = false } = service;
  const operationName = `${operation.charAt(0).toUpperCase()}${operation.slice(1)}`;
  const naming = { service: prefix, prefix, general: `${prefix}Exception` };
  return {
    resourceType: `aws-sdk:${name}`,
    resource: `${operation}${pattern ?? ''}`,
    prefix,
    pattern: pattern === undefined ? 'response' : 'token',
    async call(cloud, parameters: JsonObject) {
      try {
        return fromModel(await cloud.call(id, operationName, toModel(parameters, lowerCase)), lowerCase);
      } catch (error) {
        throw serviceFailure(error, naming, cloud.uuid());
      }
    },
  };
}
