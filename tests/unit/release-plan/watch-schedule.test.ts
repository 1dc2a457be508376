import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  CORD_LEAD_SECONDS,
  plannedLooks,
  waitAfterLook,
  watchSchedule,
  withBake,
} from '#domain/release-plan/watch-schedule.ts';

const start = Date.parse('2026-03-01T00:00:00Z');
const at = (seconds: number) => new Date(start + seconds * 1000);
const iso = (seconds: number) => at(seconds).toISOString();
const shiftedAt = iso(-260);

describe('the schedule of a watch', () => {
  it('looks rarely until green has traffic, and no verdict is due', () => {
    expect(watchSchedule({ waits: [600, 300], bakes: [], shiftedAt, now: at(0) })).toEqual({
      deadline: false,
      waitSeconds: 120,
    });
  });

  it('looks every minute while SageMaker waits', () => {
    const progress = { waits: [600, 300], bakes: [iso(0)], shiftedAt, now: at(100) };
    expect(watchSchedule(progress)).toEqual({ deadline: false, waitSeconds: 60 });
  });

  it('looks exactly when the cord can be pulled for the last time', () => {
    const progress = { waits: [600, 300], bakes: [iso(0), iso(620)], shiftedAt, now: at(720) };
    expect(watchSchedule(progress)).toEqual({ deadline: false, waitSeconds: 20 });
    expect(watchSchedule({ ...progress, now: at(740) })).toEqual({ deadline: true, waitSeconds: 60 });
  });

  it('takes the shortest wait it may be in when one passed unseen', () => {
    const progress = { waits: [600, 300], bakes: [iso(0)], shiftedAt: iso(-900), now: at(180) };
    expect(watchSchedule(progress).deadline).toBe(true);
  });

  it('does not take the first wait for a later one that cannot have come yet', () => {
    const progress = { waits: [600, 300], bakes: [iso(0)], shiftedAt, now: at(410) };
    expect(watchSchedule(progress)).toEqual({ deadline: false, waitSeconds: 10 });
  });

  it('knows that the first wait has come even if the update was adopted later', () => {
    const progress = { waits: [600], bakes: [iso(0)], shiftedAt: iso(30), now: at(100) };
    expect(watchSchedule(progress).deadline).toBe(false);
  });

  it('wants a verdict at once when SageMaker waits more often than planned', () => {
    const progress = { waits: [300], bakes: [iso(0), iso(400)], shiftedAt, now: at(400) };
    expect(watchSchedule(progress).deadline).toBe(true);
  });

  it('looks again at once after a look that began before the deadline and lasted past it', () => {
    const progress = { waits: [600], bakes: [iso(0)], shiftedAt };
    expect(waitAfterLook({ ...progress, now: at(425) }, false)).toBe(1);
    expect(waitAfterLook({ ...progress, now: at(425) }, true)).toBe(60);
    expect(waitAfterLook({ ...progress, now: at(400) }, false)).toBe(20);
  });

  it('never lets a wait end without a verdict having been due before, however the looks fall', () => {
    const waits = fc.array(fc.integer({ min: 300, max: 3600 }), { minLength: 1, maxLength: 5 });
    fc.assert(
      fc.property(waits, fc.integer({ min: 0, max: 59 }), (planned, phase) => {
        let begins = 300 + phase;
        const bakes: string[] = [];
        for (const wait of planned) {
          bakes.push(iso(begins));
          let now = begins + phase;
          let due = false;
          while (!due && now < begins + wait) {
            const schedule = watchSchedule({ waits: planned, bakes, shiftedAt: iso(0), now: at(now) });
            due = schedule.deadline;
            if (!due) now += schedule.waitSeconds;
          }
          expect(due).toBe(true);
          expect(begins + wait - now).toBeGreaterThanOrEqual(Math.min(CORD_LEAD_SECONDS, wait - phase));
          begins += wait + 20;
        }
      }),
    );
  });
});

describe('the waits seen', () => {
  it('are each kept once', () => {
    expect(withBake(['a'], undefined)).toEqual(['a']);
    expect(withBake(['a'], 'a')).toEqual(['a']);
    expect(withBake(['a'], 'b')).toEqual(['a', 'b']);
  });
});

describe('the looks planned', () => {
  it('are one a minute of waiting, and at least one', () => {
    expect(plannedLooks([600, 300])).toBe(15);
    expect(plannedLooks([])).toBe(1);
  });
});
