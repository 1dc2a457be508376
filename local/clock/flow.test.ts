import { describe, expect, it } from 'vitest';
import { Flow } from './flow.ts';

const UNLIMITED = Number.POSITIVE_INFINITY;

function flowWithTime() {
  const time = { real: 5_000 };
  return { time, flow: new Flow(() => time.real) };
}

describe('flowing time', () => {
  it('moves at its rate, up to its limit', () => {
    const { time, flow } = flowWithTime();
    expect(flow.reached(UNLIMITED)).toBeUndefined();
    flow.start(100, { rate: 60, catchUp: false });
    time.real += 10;
    expect(flow.reached(UNLIMITED)).toBe(700);
    expect(flow.reached(400)).toBe(400);
    expect(flow.stop(UNLIMITED)).toBe(700);
    expect(flow.reached(UNLIMITED)).toBeUndefined();
  });

  it('makes up for real time spent standing still, when it may', () => {
    const { time, flow } = flowWithTime();
    flow.start(0, { rate: 60, catchUp: true });
    time.real += 10;
    const stopped = flow.stop(UNLIMITED) ?? 0;
    time.real += 4;
    expect(flow.start(stopped, { rate: 60, catchUp: true })).toBe(4);
    expect((flow.reached(UNLIMITED) ?? 0) - stopped).toBe(4 * 60);
  });

  it('does not make up for it otherwise', () => {
    const { time, flow } = flowWithTime();
    flow.start(0, { rate: 1, catchUp: false });
    flow.stop(UNLIMITED);
    time.real += 500;
    expect(flow.start(0, { rate: 1, catchUp: false })).toBe(0);
    expect(flow.reached(UNLIMITED)).toBe(0);
  });

  it('makes up for a timer that woke it late', () => {
    const { time, flow } = flowWithTime();
    flow.start(0, { rate: 10, catchUp: false });
    time.real += 7;
    expect(flow.stop(50)).toBe(50);
    expect(flow.start(50, { rate: 10, catchUp: true })).toBe(2);
  });

  it('makes up for a second at most, and for nothing once settled', () => {
    const { time, flow } = flowWithTime();
    flow.start(0, { rate: 10, catchUp: true });
    flow.stop(0);
    time.real += 60_000;
    expect(flow.start(0, { rate: 10, catchUp: true })).toBe(1_000);
    flow.stop(0);
    flow.settle();
    expect(flow.start(0, { rate: 10, catchUp: true })).toBe(0);
  });
});
