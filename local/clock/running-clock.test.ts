import { describe, expect, it } from 'vitest';
import { clockBench, START } from './testing.ts';

const HOUR = 3_600_000;

function every(bench: ReturnType<typeof clockBench>, ms: number): void {
  bench.clock.on('beat', (_data, at) => {
    bench.fired.push(['beat', at - START]);
    bench.clock.schedule({ at: at + ms, topic: 'beat', data: null });
  });
  bench.clock.schedule({ at: START + ms, topic: 'beat', data: null });
}

/** How much virtual time passes while `work` takes real time, both in ms. */
async function measure(bench: ReturnType<typeof clockBench>, work: () => Promise<void>) {
  const [real, virtual] = [performance.now(), bench.clock.now()];
  await work();
  return { real: performance.now() - real, virtual: bench.clock.now() - virtual };
}

describe('a running clock', () => {
  it('jumps over the time in which nothing happens', async () => {
    await using bench = clockBench();
    bench.clock.schedule({ at: START + 1_000 * HOUR, topic: 'note', data: 'a' });
    bench.run();
    const { real } = await measure(bench, () => expect.poll(() => bench.fired.length).toBe(1));
    expect(bench.fired).toEqual([['a', 1_000 * HOUR]]);
    expect(real).toBeLessThan(2_000);
  });

  it('stands still while it is held', async () => {
    await using bench = clockBench();
    const release = bench.clock.hold('a request');
    bench.clock.schedule({ at: START + HOUR, topic: 'note', data: 'a' });
    bench.run();
    expect(bench.clock.mode).toBe('held');
    const { virtual } = await measure(bench, () => new Promise((resolve) => setTimeout(resolve, 30)));
    expect(virtual).toBe(0);
    release();
    await expect.poll(() => bench.fired).toEqual([['a', HOUR]]);
  });

  it.each([
    ['only background timers', () => ({ at: START + HOUR, topic: 'note', data: 'a', background: true })],
    ['nothing at all', () => undefined],
  ])('flows in real time with %s to wait for', async (_what, timer) => {
    await using bench = clockBench();
    const request = timer();
    if (request) bench.clock.schedule(request);
    bench.run();
    await expect.poll(() => bench.clock.mode).toBe('flowing');
    const { real, virtual } = await measure(bench, () => new Promise((resolve) => setTimeout(resolve, 100)));
    expect(virtual).toBeGreaterThan(0);
    expect(virtual).toBeLessThanOrEqual(real + 2);
  });

  it('flows on through many requests', async () => {
    await using bench = clockBench();
    bench.run();
    await expect.poll(() => bench.clock.mode).toBe('flowing');
    const { real, virtual } = await measure(bench, async () => {
      for (let request = 0; request < 50; request++) {
        bench.clock.hold('a request')();
        await new Promise((resolve) => setTimeout(resolve, 1));
      }
    });
    expect(virtual).toBeGreaterThan(0);
    expect(virtual).toBeLessThanOrEqual(real + 2);
  });

  it('does not pass a background timer before it ran', async () => {
    await using bench = clockBench();
    bench.clock.schedule({ at: START + 20, topic: 'note', data: 'a', background: true });
    bench.run();
    await expect.poll(() => bench.fired).toEqual([['a', 20]]);
  });

  it('runs live traffic at its speed at most', async () => {
    await using bench = clockBench({ speed: 1_000 });
    let end = () => {};
    const { real, virtual } = await measure(bench, async () => {
      end = bench.clock.live();
      every(bench, 500);
      bench.run();
      await expect.poll(() => bench.fired.length).toBeGreaterThan(200);
    });
    expect(bench.clock.mode).toBe('live');
    expect(virtual).toBeLessThanOrEqual(real * 1_000 + 1);
    end();
  });

  it('jumps again when the traffic has ended', async () => {
    await using bench = clockBench({ speed: 1 });
    const end = bench.clock.live();
    bench.clock.schedule({ at: START + HOUR, topic: 'note', data: 'a' });
    bench.run();
    await new Promise((resolve) => setTimeout(resolve, 30));
    expect(bench.clock.now()).toBeLessThan(START + 1_000);
    end();
    end();
    await expect.poll(() => bench.fired).toEqual([['a', HOUR]]);
  });

  it('changes its speed while it runs', async () => {
    await using bench = clockBench({ speed: 1 });
    bench.clock.live();
    bench.clock.schedule({ at: START + HOUR, topic: 'note', data: 'a' });
    bench.run();
    await new Promise((resolve) => setTimeout(resolve, 20));
    bench.clock.speed = 1_000_000;
    await expect.poll(() => bench.fired).toEqual([['a', HOUR]]);
    expect(() => {
      bench.clock.speed = 0;
    }).toThrow(RangeError);
  });

  it('is hurried to a time, live or not, running everything on the way', async () => {
    await using bench = clockBench({ speed: 1 });
    bench.clock.live();
    bench.clock.schedule({ at: START + HOUR, topic: 'note', data: 'a', background: true });
    bench.run();
    await new Promise(setImmediate);
    await bench.clock.advanceTo(START + 2 * HOUR);
    expect(bench.fired).toEqual([['a', HOUR]]);
    expect(bench.clock.now()).toBeGreaterThanOrEqual(START + 2 * HOUR);
    expect(bench.clock.now()).toBeLessThan(START + 2 * HOUR + 1_000);
  });

  it('never goes back behind a time that was seen, even when it dies', async () => {
    await using bench = clockBench();
    bench.run();
    await new Promise((resolve) => setTimeout(resolve, 30));
    bench.clock.hold('a request that writes a date')();
    const seen = bench.clock.now();
    expect(seen).toBeGreaterThan(START);
    await using again = bench.restart();
    expect(again.clock.now()).toBeGreaterThanOrEqual(seen);
  });

  it('tells of a failing handler and goes on without that timer', async () => {
    const errors: unknown[] = [];
    await using bench = clockBench({ onError: (error, { topic }) => errors.push([topic, String(error)]) });
    bench.clock.on('fails', () => {
      throw new Error('a bug');
    });
    bench.clock.schedule({ at: START + 10, topic: 'fails', data: null });
    bench.clock.schedule({ at: START + 20, topic: 'note', data: 'after' });
    bench.run();
    await expect.poll(() => bench.fired).toEqual([['after', 20]]);
    expect(errors).toEqual([['fails', 'Error: a bug']]);
  });

  it('ends with the error of a handler when nobody listens', async () => {
    await using bench = clockBench();
    bench.clock.schedule({ at: START, topic: 'unknown', data: null });
    await expect(bench.clock.run()).rejects.toThrow('No handler for timers of topic unknown.');
  });

  it('keeps ten thousand timers in order and at hand', async () => {
    await using bench = clockBench();
    const { clock, fired, store } = bench;
    store.transaction(() => {
      for (let index = 0; index < 10_000; index++) {
        clock.schedule({ at: START + ((index * 7_919) % 10_007), topic: 'note', data: index, background: true });
      }
    });
    const { real } = await measure(bench, () => clock.advanceTo(START + 2_000));
    const times = fired.map(([, at]) => at);
    expect(times.length).toBeGreaterThan(1_900);
    expect(times).toEqual([...times].sort((a, b) => a - b));
    expect(real).toBeLessThan(5_000);
  });
});
