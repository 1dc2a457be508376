import type { TestEventPatternRequest } from '@aws-sdk/client-eventbridge';
import { validation } from '../errors.ts';
import { checkPattern } from '../rules/rule-operations.ts';
import { readPattern } from './pattern-cache.ts';

const REQUIRED = ['id', 'detail-type', 'source', 'account', 'time', 'region', 'resources', 'detail'];

export function testEventPattern({ EventPattern = '', Event = '' }: TestEventPatternRequest) {
  checkPattern(EventPattern);
  const event = parse(Event);
  const missing = REQUIRED.find((name) => !(name in event));
  if (missing !== undefined) throw validation(`Parameter Event is not valid. Reason: it has no ${missing}.`);
  return { Result: readPattern(EventPattern).matches(event) };
}

function parse(text: string): object {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === 'object' && value !== null) return value;
  } catch {
    // Told below, like anything else that is no object.
  }
  throw validation('Parameter Event is not valid. Reason: it is not a JSON object.');
}
