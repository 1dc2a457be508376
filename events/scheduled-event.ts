import * as z from 'zod';
import { envelope } from './envelope.ts';

/** EventBridge: a scheduled rule fired; `resources` holds the rule's ARN. */
export const ScheduledEvent = envelope({
  source: 'aws.events',
  detailType: 'Scheduled Event',
  detail: z.object({}),
});
