import type { EventPattern } from './event-pattern.ts';

/** Whether an event matches a pattern; for tests of patterns without a bus. */
export function matches(pattern: EventPattern, event: object): boolean {
  return pattern.matches(event);
}
