import { describe, expect, it } from 'vitest';
import { regressions } from './regressions.ts';
import { runSchedule } from './run-schedule.ts';
import { NO_FAULTS, scheduleOf } from './schedule.ts';

const calm = { faults: NO_FAULTS, outages: [] };

describe('the product under any schedule', { timeout: 120_000 }, () => {
  it.each(Array.from({ length: 12 }, (_, index) => index + 1))('keeps its invariants with seed %i', async (seed) => {
    const { violations, trace } = await runSchedule(scheduleOf(seed));
    expect(violations, trace.join('\n')).toEqual([]);
  });

  it.each(regressions)('no longer: $found (seed $seed)', async ({ seed, calm: isCalm }) => {
    const { violations, trace } = await runSchedule({ ...scheduleOf(seed), ...(isCalm ? calm : {}) });
    expect(violations, trace.join('\n')).toEqual([]);
  });
});

describe('a schedule', { timeout: 120_000 }, () => {
  it('runs the same way again', async () => {
    const schedule = scheduleOf(8);
    const [first, second] = [await runSchedule(schedule), await runSchedule(schedule)];
    expect(second.trace).toEqual(first.trace);
  });
});
