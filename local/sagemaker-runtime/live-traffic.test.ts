import { describe, expect, it } from 'vitest';
import { createTestCloud } from '../testing/test-cloud.ts';
import { LiveTraffic } from './live-traffic.ts';

/** Runs the clock by itself until a foreground timer `seconds` away has fired, and says how long that really took. */
async function realMilliseconds(seconds: number, withTraffic: boolean): Promise<number> {
  await using cloud = createTestCloud();
  const { clock } = cloud;
  clock.speed = 600;
  const done = new Promise<void>((resolve) => clock.on('done', () => resolve()));
  clock.schedule({ at: clock.now() + seconds * 1000, topic: 'done', data: null });
  if (withTraffic) new LiveTraffic(clock).touch();
  const started = performance.now();
  const running = clock.run();
  await done;
  const took = performance.now() - started;
  clock.stop();
  await running;
  return took;
}

describe('live traffic', () => {
  it('makes time pass at the clock’s speed, where it would have jumped', async () => {
    const seconds = 90; // 150 ms at this speed
    expect(await realMilliseconds(seconds, true)).toBeGreaterThan(140);
    expect(await realMilliseconds(seconds, false)).toBeLessThan(140);
  });

  it('ends a moment after the last request', async () => {
    expect(await realMilliseconds(3600, true)).toBeLessThan(2000);
  });
});
