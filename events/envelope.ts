import * as z from 'zod';

/** The envelope of every EventBridge event. Unknown fields are ignored: AWS adds some without notice. */
export function envelope<Source extends string, DetailType extends string, Detail extends z.ZodType>(event: {
  readonly source: Source;
  readonly detailType: DetailType;
  readonly detail: Detail;
}) {
  return z.object({
    id: z.string(),
    source: z.literal(event.source),
    'detail-type': z.literal(event.detailType),
    account: z.string(),
    region: z.string(),
    time: Time,
    resources: z.array(z.string()).default([]),
    /** Only on an event replayed from an archive. */
    'replay-name': z.string().optional(),
    detail: event.detail,
  });
}

/** A time as AWS writes it in events: ISO text, or epoch milliseconds as a number or as text (Endpoint State Change). Gives ISO text. */
export const Time = z.union([z.string(), z.number()]).transform((time, context) => {
  const milliseconds = typeof time === 'number' ? time : /^\d+(\.\d+)?$/.test(time) ? Number(time) : Date.parse(time);
  // Beyond 100 million days from 1970 there is no Date.
  if (Math.abs(milliseconds) <= 8.64e15) return new Date(milliseconds).toISOString();
  context.addIssue({ code: 'custom', message: `not a time: ${time}` });
  return z.NEVER;
});

/** `InService` in the API is `IN_SERVICE` in events: upper case without underscores is neither, and compares both. */
export const Status = z.string().transform((status) => status.toUpperCase().replaceAll('_', ''));

/** Tags come as {} or as a list of {Key, Value}. */
export const Tags = z
  .union([z.array(z.object({ Key: z.string(), Value: z.string() })), z.record(z.string(), z.string())])
  .transform((tags) => (Array.isArray(tags) ? Object.fromEntries(tags.map(({ Key, Value }) => [Key, Value])) : tags));

/** What a pattern is narrowed to: this stage's names. */
export interface PatternScope {
  readonly stage: string;
  readonly dataBucket: unknown;
  readonly stateMachines: readonly unknown[];
}
