import { describe, expect, it } from 'vitest';
import { firstBusyMinute, pairMinutes, settledUntil } from '#domain/release-plan/settled-minutes.ts';

const minute = (n: number) => `2026-03-01T00:0${n}:00.000Z`;
const traffic = (requests: number, failures = 0) => ({ requests, failures });

describe('a minute', () => {
  it('has settled 60 s after its end', () => {
    expect(settledUntil(new Date('2026-03-01T00:05:59Z')).toISOString()).toBe(minute(4));
    expect(settledUntil(new Date('2026-03-01T00:06:00Z')).toISOString()).toBe(minute(5));
  });
});

describe('the minutes of two fleets', () => {
  const green = new Map([
    [minute(1), traffic(0)],
    [minute(2), traffic(30, 1)],
    [minute(5), traffic(30)],
  ]);

  it('are paired from the first request of green to the last settled minute', () => {
    const blue = new Map([
      [minute(1), traffic(300)],
      [minute(3), traffic(270, 2)],
    ]);
    const from = firstBusyMinute([green]) ?? 0;
    expect(pairMinutes({ green, blue }, { from, until: new Date(minute(5)) })).toEqual([
      { at: minute(2), green: traffic(30, 1), blue: traffic(0) },
      { at: minute(3), green: traffic(0), blue: traffic(270, 2) },
      { at: minute(4), green: traffic(0), blue: traffic(0) },
    ]);
  });

  it('begin when any metric of green has a request, and never before', () => {
    const slower = new Map([[minute(3), traffic(10)]]);
    expect(firstBusyMinute([slower, green])).toBe(Date.parse(minute(2)));
    expect(firstBusyMinute([new Map(), new Map([[minute(1), traffic(0)]])])).toBeUndefined();
  });
});
