import type { ResourceType } from './resource-type.ts';
import { cloudwatchAlarm, cloudwatchCompositeAlarm } from './resources/cloudwatch.ts';
import { eventsArchive, eventsRule } from './resources/events.ts';
import {
  lambdaAlias,
  lambdaEventInvokeConfig,
  lambdaLayerVersion,
  lambdaPermission,
} from './resources/lambda-access.ts';
import { lambdaFunction, lambdaVersion } from './resources/lambda-function.ts';
import { logsLogGroup } from './resources/logs.ts';
import { modelPackageGroup } from './resources/model-package-group.ts';
import {
  cloudwatchDashboard,
  iamManagedPolicy,
  iamPolicy,
  iamRole,
  kmsAlias,
  kmsKey,
  logsMetricFilter,
} from './resources/recorded.ts';
import { s3Bucket, s3BucketPolicy } from './resources/s3-bucket.ts';
import { snsSubscription, snsTopic, snsTopicPolicy } from './resources/sns.ts';
import { sqsQueue, sqsQueuePolicy } from './resources/sqs.ts';
import { stateMachine, stateMachineAlias, stateMachineVersion } from './resources/state-machine.ts';

/** Every resource type a stack may hold; any other is refused by name. */
export const RESOURCE_TYPES: Readonly<Record<string, ResourceType>> = {
  'AWS::CloudWatch::Alarm': cloudwatchAlarm,
  'AWS::CloudWatch::CompositeAlarm': cloudwatchCompositeAlarm,
  'AWS::CloudWatch::Dashboard': cloudwatchDashboard,
  'AWS::Events::Archive': eventsArchive,
  'AWS::Events::Rule': eventsRule,
  'AWS::IAM::ManagedPolicy': iamManagedPolicy,
  'AWS::IAM::Policy': iamPolicy,
  'AWS::IAM::Role': iamRole,
  'AWS::KMS::Alias': kmsAlias,
  'AWS::KMS::Key': kmsKey,
  'AWS::Lambda::Alias': lambdaAlias,
  'AWS::Lambda::EventInvokeConfig': lambdaEventInvokeConfig,
  'AWS::Lambda::Function': lambdaFunction,
  'AWS::Lambda::LayerVersion': lambdaLayerVersion,
  'AWS::Lambda::Permission': lambdaPermission,
  'AWS::Lambda::Version': lambdaVersion,
  'AWS::Logs::LogGroup': logsLogGroup,
  'AWS::Logs::MetricFilter': logsMetricFilter,
  'AWS::S3::Bucket': s3Bucket,
  'AWS::S3::BucketPolicy': s3BucketPolicy,
  'AWS::SNS::Subscription': snsSubscription,
  'AWS::SNS::Topic': snsTopic,
  'AWS::SNS::TopicPolicy': snsTopicPolicy,
  'AWS::SQS::Queue': sqsQueue,
  'AWS::SQS::QueuePolicy': sqsQueuePolicy,
  'AWS::SageMaker::ModelPackageGroup': modelPackageGroup,
  'AWS::StepFunctions::StateMachine': stateMachine,
  'AWS::StepFunctions::StateMachineAlias': stateMachineAlias,
  'AWS::StepFunctions::StateMachineVersion': stateMachineVersion,
};
