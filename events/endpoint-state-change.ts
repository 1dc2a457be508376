import * as z from 'zod';
import { envelope, type PatternScope, Status, Tags, Time } from './envelope.ts';

/** SageMaker: an endpoint's status changed. Its casing (IN_SERVICE) differs from the API's (InService). */
export const EndpointStateChange = envelope({
  source: 'aws.sagemaker',
  detailType: 'SageMaker Endpoint State Change',
  detail: z.object({
    EndpointName: z.string(),
    EndpointArn: z.string().optional(),
    EndpointConfigName: z.string().optional(),
    EndpointStatus: Status,
    CreationTime: Time.optional(),
    LastModifiedTime: Time.optional(),
    Tags: Tags.optional(),
  }),
});

export const endpointSettledPattern = ({ stage }: PatternScope) => ({
  source: ['aws.sagemaker'],
  'detail-type': ['SageMaker Endpoint State Change'],
  detail: {
    EndpointName: [{ prefix: `${stage}-` }],
    EndpointStatus: ['IN_SERVICE', 'FAILED', 'UPDATE_ROLLBACK_FAILED', 'OUT_OF_SERVICE'],
  },
});
