import { leave } from '../leave.ts';
import type { Visit } from '../visit.ts';

export async function pass(visit: Visit): Promise<void> {
  await leave(visit, { output: visit.frame.input });
}
