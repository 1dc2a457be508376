import { leave } from '../leave.ts';
import type { Visit } from '../visit.ts';

/** Ends its frame: a state without Next does. */
export async function succeed(visit: Visit): Promise<void> {
  await leave(visit, { output: visit.frame.input });
}
