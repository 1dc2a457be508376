import type { Wait } from '../frame.ts';
import { leave } from '../leave.ts';
import { countField, textField, wrongType } from '../typed-field.ts';
import type { Visit } from '../visit.ts';

/** The longest wait. Source: https://states-language.net/#wait-state and the AWS service quotas. */
const MAX_SECONDS = 99_999_999;

/** Waits until a moment; one that has passed, and zero seconds, end at once. */
export async function wait(visit: Visit): Promise<void> {
  const at = await momentOf(visit);
  if (at <= visit.now) return await leave(visit, { output: visit.frame.input });
  const timer: Wait = { kind: 'timer', id: visit.frame.previousEvent, at, retry: false };
  visit.frame.wait = timer;
  visit.turn.save(visit.frame);
  visit.machinery.schedule(visit, timer, { purpose: 'wait', at });
}

async function momentOf(visit: Visit): Promise<number> {
  const seconds = await countField(visit, 'Seconds');
  if (seconds !== undefined) {
    if (seconds > MAX_SECONDS)
      throw wrongType(visit, 'Seconds', { expected: 'integer up to 99999999', value: seconds });
    return visit.now + seconds * 1_000;
  }
  const timestamp = (await textField(visit, 'Timestamp')) ?? '';
  const at = Date.parse(timestamp);
  if (!ISO_8601.test(timestamp) || Number.isNaN(at)) {
    throw wrongType(visit, 'Timestamp', { expected: 'ISO 8601 timestamp', value: timestamp });
  }
  return at;
}

/** The profile of RFC 3339 that the States Language asks for: upper case T and an upper case Z or an offset. */
const ISO_8601 = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d+)?(?:Z|[+-]\d{2}:\d{2})$/;
