import * as z from 'zod';
import { envelope, type PatternScope, Tags, Time } from './envelope.ts';

/**
 * SageMaker: a version was created, or its status or metadata changed. Best effort, possibly several times. It says neither the status
 * before nor who changed it: read the registry again before acting.
 */
export const ModelPackageStateChange = envelope({
  source: 'aws.sagemaker',
  detailType: 'SageMaker Model Package State Change',
  detail: z.object({
    ModelPackageGroupName: z.string(),
    ModelPackageVersion: z.number().int(),
    ModelPackageArn: z.string(),
    ModelPackageStatus: z.string().optional(),
    ModelApprovalStatus: z.enum(['Approved', 'Rejected', 'PendingManualApproval']),
    /** Absent on creation. */
    UpdatedModelPackageFields: z.array(z.string()).optional(),
    LastModifiedTime: Time.optional(),
    Tags: Tags.optional(),
  }),
});

/** An edit of an approved version's metadata is no decision, and matching it would make a release write cause a release. */
export const modelPackageDecidedPattern = ({ stage }: PatternScope) => ({
  source: ['aws.sagemaker'],
  'detail-type': ['SageMaker Model Package State Change'],
  detail: {
    ModelPackageGroupName: [{ prefix: `${stage}-` }],
    ModelApprovalStatus: ['Approved', 'Rejected'],
    UpdatedModelPackageFields: ['ModelApprovalStatus', { exists: false }],
  },
});
