import { describe, expect, it } from 'vitest';
import { clockBench, START } from './testing.ts';

const HOUR = 3_600_000;

describe('a stepped clock', () => {
  it('runs what is due in order of time, then of creation', async () => {
    await using bench = clockBench();
    const { clock, fired } = bench;
    for (const [data, at] of [
      ['c', 30],
      ['a', 10],
      ['b', 10],
      ['later', 41],
    ] as const) {
      clock.schedule({ at: START + at, topic: 'note', data });
    }
    await clock.advanceTo(START + 40);
    expect(fired).toEqual([
      ['a', 10],
      ['b', 10],
      ['c', 30],
    ]);
    expect(clock.now()).toBe(START + 40);
  });

  it('runs what a timer sets in motion before it goes on', async () => {
    await using bench = clockBench();
    const { clock, fired } = bench;
    clock.on('chain', async (_data, at) => {
      await new Promise(setImmediate);
      clock.schedule({ at: at + 5, topic: 'note', data: 'caused' });
    });
    clock.schedule({ at: START + 10, topic: 'chain', data: null });
    clock.schedule({ at: START + 20, topic: 'note', data: 'other' });
    await clock.advanceTo(START + 20);
    expect(fired).toEqual([
      ['caused', 15],
      ['other', 20],
    ]);
  });

  it('waits for what holds it, however long that takes', async () => {
    await using bench = clockBench();
    const { clock, fired } = bench;
    clock.on('work', () => {
      const release = clock.hold('an invocation');
      setTimeout(() => {
        clock.schedule({ at: clock.now(), topic: 'note', data: 'worked' });
        release();
      }, 20);
    });
    clock.schedule({ at: START + 10, topic: 'work', data: null });
    clock.schedule({ at: START + 11, topic: 'note', data: 'after' });
    await clock.advanceTo(START + 100);
    expect(fired).toEqual([
      ['worked', 10],
      ['after', 11],
    ]);
  });

  it('names its holders', async () => {
    await using bench = clockBench();
    const release = bench.clock.hold('a job');
    expect(bench.clock.holders()).toEqual(['a job']);
    release();
    release();
    expect(bench.clock.holders()).toEqual([]);
    await expect(bench.clock.holding('x', () => Promise.reject(new Error('no')))).rejects.toThrow('no');
    expect(bench.clock.holders()).toEqual([]);
  });

  it('moves and cancels timers by their id', async () => {
    await using bench = clockBench();
    const { clock, fired } = bench;
    clock.schedule({ id: 'moved', at: START + 10, topic: 'note', data: 'early' });
    clock.schedule({ id: 'moved', at: START + 20, topic: 'note', data: 'late' });
    clock.schedule({ id: 'gone', at: START + 15, topic: 'note', data: 'gone' });
    clock.cancel('gone');
    expect(await clock.runUntilIdle()).toBe(START + 20);
    expect(fired).toEqual([['late', 20]]);
  });

  it('keeps a timer that its own handler set again', async () => {
    await using bench = clockBench();
    const { clock } = bench;
    let rounds = 0;
    clock.on('again', (_data, at) => {
      rounds++;
      if (rounds < 3) clock.schedule({ id: 'again', at: at + 10, topic: 'again', data: null });
    });
    clock.schedule({ id: 'again', at: START + 10, topic: 'again', data: null });
    expect(await clock.runUntilIdle()).toBe(START + 30);
    expect(rounds).toBe(3);
  });

  it('comes to rest when only background timers are left', async () => {
    await using bench = clockBench();
    const { clock, fired } = bench;
    clock.schedule({ at: START + 10, topic: 'note', data: 'look', background: true });
    clock.schedule({ at: START + 20, topic: 'note', data: 'work' });
    clock.schedule({ at: START + 30, topic: 'note', data: 'look', background: true });
    await clock.runUntilIdle();
    expect(fired).toEqual([
      ['look', 10],
      ['work', 20],
    ]);
  });

  it('says which timer never ends', async () => {
    await using bench = clockBench();
    const { clock } = bench;
    clock.on('again', (_data, at) => void clock.schedule({ at: at + 1, topic: 'again', data: 'the endless one' }));
    clock.schedule({ at: START, topic: 'again', data: 'the endless one' });
    await expect(clock.runUntilIdle(50)).rejects.toThrow('the endless one');
  });

  it('wakes sleepers with the clock held, in order with timers', async () => {
    await using bench = clockBench();
    const { clock, fired } = bench;
    const woken = clock.sleepUntil(START + 10).then(async (release) => {
      await new Promise(setImmediate);
      clock.schedule({ at: clock.now(), topic: 'note', data: 'by the sleeper' });
      release();
    });
    clock.schedule({ at: START + 11, topic: 'note', data: 'after' });
    await clock.advanceTo(START + 20);
    await woken;
    expect(fired).toEqual([
      ['by the sleeper', 10],
      ['after', 11],
    ]);
  });

  it('forgets a sleeper who gave up, without a hold', async () => {
    await using bench = clockBench();
    const { clock } = bench;
    const patience = new AbortController();
    const sleeping = clock.sleepUntil(START + HOUR, { signal: patience.signal });
    patience.abort();
    await sleeping;
    expect(clock.holders()).toEqual([]);
    expect(await clock.runUntilIdle()).toBe(START);
  });

  it('keeps its queue true when a transaction is rolled back', async () => {
    await using bench = clockBench();
    const { clock, store, fired } = bench;
    clock.schedule({ id: 'kept', at: START + 10, topic: 'note', data: 'kept' });
    const failing = () =>
      store.transaction(() => {
        clock.cancel('kept');
        clock.schedule({ at: START + 5, topic: 'note', data: 'never was' });
        clock.now();
        throw new Error('rolled back');
      });
    expect(failing).toThrow('rolled back');
    await clock.runUntilIdle();
    expect(fired).toEqual([['kept', 10]]);
  });

  it('does not run a timer nobody handles', async () => {
    await using bench = clockBench();
    bench.clock.schedule({ at: START, topic: 'unknown', data: null });
    await expect(bench.clock.runUntilIdle()).rejects.toThrow('No handler for timers of topic unknown.');
  });
});

describe('a clock after a restart', () => {
  it('goes on from its time with its timers, the unfinished one included', async () => {
    await using bench = clockBench();
    const { clock } = bench;
    clock.on('dies', () => new Promise(() => {}));
    clock.schedule({ at: START + 10, topic: 'note', data: 'done' });
    clock.schedule({ at: START + 20, topic: 'dies', data: 'unfinished' });
    clock.schedule({ at: START + 20, topic: 'note', data: 'next' });
    void clock.advanceTo(START + 30);
    await expect.poll(() => clock.now()).toBe(START + 20);
    await using again = bench.restart();
    expect(again.clock.now()).toBe(START + 20);
    again.clock.on('dies', (data) => void again.fired.push([data, again.clock.now() - START]));
    await again.clock.runUntilIdle();
    expect(again.fired).toEqual([
      ['unfinished', 20],
      ['next', 20],
    ]);
  });

  it('keeps the order of timers of one instant', async () => {
    await using bench = clockBench();
    bench.clock.schedule({ at: START + 10, topic: 'note', data: 'before' });
    await using again = bench.restart();
    again.clock.schedule({ at: START + 10, topic: 'note', data: 'after' });
    await again.clock.runUntilIdle();
    expect(again.fired.map(([note]) => note)).toEqual(['before', 'after']);
  });
});
