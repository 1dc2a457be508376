import * as z from 'zod';
import { envelope, type PatternScope } from './envelope.ts';

/** Step Functions: a standard execution's status changed. Best effort and possibly out of order; a redrive emits RUNNING again. */
export const ExecutionStatusChange = envelope({
  source: 'aws.states',
  detailType: 'Step Functions Execution Status Change',
  detail: z.object({
    executionArn: z.string(),
    stateMachineArn: z.string(),
    name: z.string(),
    status: z.enum(['RUNNING', 'SUCCEEDED', 'FAILED', 'TIMED_OUT', 'ABORTED', 'PENDING_REDRIVE']),
    startDate: z.number().nullish(),
    stopDate: z.number().nullish(),
    /** JSON text; left out when it would exceed 248 KiB. */
    input: z.string().nullish(),
    output: z.string().nullish(),
    redriveCount: z.number().nullish(),
    error: z.string().nullish(),
    cause: z.string().nullish(),
  }),
});

export const executionEndedPattern = ({ stateMachines }: PatternScope) => ({
  source: ['aws.states'],
  'detail-type': ['Step Functions Execution Status Change'],
  detail: { stateMachineArn: stateMachines, status: ['SUCCEEDED', 'FAILED', 'TIMED_OUT', 'ABORTED'] },
});
