import * as z from 'zod';
import { envelope, type PatternScope } from './envelope.ts';

const AlarmState = z.object({
  value: z.enum(['OK', 'ALARM', 'INSUFFICIENT_DATA']),
  reason: z.string().optional(),
  reasonData: z.string().optional(),
  timestamp: z.string().optional(),
});

/** CloudWatch: an alarm changed its state. Delivery is guaranteed. */
export const AlarmStateChange = envelope({
  source: 'aws.cloudwatch',
  detailType: 'CloudWatch Alarm State Change',
  detail: z.object({ alarmName: z.string(), state: AlarmState, previousState: AlarmState.optional() }),
});

export const alarmRaisedPattern = ({ stage }: PatternScope) => ({
  source: ['aws.cloudwatch'],
  'detail-type': ['CloudWatch Alarm State Change'],
  detail: { alarmName: [{ prefix: `${stage}-` }], state: { value: ['ALARM'] } },
});
