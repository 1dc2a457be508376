import type { CreateService } from './cloud.ts';
import { createCloudFormation } from './cloudformation/service.ts';
import { createCloudWatch } from './cloudwatch/service.ts';
import { createEventBridge } from './eventbridge/service.ts';
import { createLambda } from './lambda/service.ts';
import { createLogs } from './logs/service.ts';
import { createS3 } from './s3/service.ts';
import { createSageMaker } from './sagemaker/service.ts';
import { createSageMakerRuntime } from './sagemaker-runtime/service.ts';
import { createSns } from './sns/service.ts';
import { createSqs } from './sqs/service.ts';
import { createStepFunctions } from './stepfunctions/service.ts';
import { createSts } from './sts/service.ts';

/** Every service of the embedded AWS. */
export const SERVICES: readonly CreateService[] = [
  createS3,
  createSqs,
  createSns,
  createSts,
  createLogs,
  createCloudWatch,
  createEventBridge,
  createLambda,
  createStepFunctions,
  createSageMaker,
  createSageMakerRuntime,
  createCloudFormation,
];
