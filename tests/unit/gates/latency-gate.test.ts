import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { judgeLatencyGate } from '#domain/gates/latency-gate.ts';
import { aProbe, notServing } from './a-probe.ts';
import { aGate } from './an-evaluation.ts';

type Times = readonly (number | null)[];

/** The 95th percentile of 100 requests: bounded by the 91st and the 99th. */
const gate = (fields: object = {}) => aGate('latency', { maxMilliseconds: 50, ...fields });
const judged = (milliseconds: Times, fields: object = {}) =>
  judgeLatencyGate(gate(fields), { probe: aProbe({ milliseconds: [...milliseconds] }) });
const upTo = (count: number) => Array.from({ length: count }, (_, index) => index + 1);

describe('a latency gate', () => {
  it('shows the percentile with its bounds, and is decided by them', () => {
    const result = judged(upTo(100), { maxMilliseconds: 99 });
    expect(result).toMatchObject({ verdict: 'Passed', measured: 95, interval: [91, 99] });
    expect(result.limit).toBe('the 95th percentile at most 99 ms');
    expect(result.sentence).toBe(
      'The 95th percentile of 100 single-row requests is 95 ms, with 95 % confidence at least 91 ms and at most 99 ms; it must be at most 99 ms.',
    );
    expect(judged(upTo(100), { maxMilliseconds: 98 }).verdict).toBe('Inconclusive');
    expect(judged(upTo(100), { maxMilliseconds: 98 }).sentence).toContain('which these requests cannot tell');
    expect(judged(upTo(100), { maxMilliseconds: 91 }).verdict).toBe('Inconclusive');
    expect(judged(upTo(100), { maxMilliseconds: 90 }).verdict).toBe('Failed');
  });

  it('takes a request without an answer for one that takes for ever', () => {
    const failures = (count: number): Times => [...Array.from({ length: count }, () => null), ...upTo(100 - count)];
    expect(judged(failures(1), { maxMilliseconds: 1000 })).toMatchObject({ verdict: 'Passed' });
    expect(judged(failures(2), { maxMilliseconds: 1000 })).toMatchObject({
      verdict: 'Inconclusive',
      interval: [expect.any(Number), null],
      sentence: expect.stringMatching(/at most endless; .* 2 of them were not answered\.$/),
    });
    expect(judged(failures(10), { maxMilliseconds: 1000 })).toMatchObject({ verdict: 'Failed', measured: null });
  });

  it('counts what was not sent against whatever it would decide', () => {
    const fast = Array.from({ length: 98 }, () => 10);
    expect(judged(fast)).toMatchObject({ verdict: 'Inconclusive', interval: [10, null] });
    expect(judged(fast).sentence).toContain('98 single-row requests, of 100 to be sent,');
    // 9 slow ones could still be 9 of 100; 10 of them are too many whatever came after.
    const slow = (count: number) => Array.from({ length: count }, () => 90);
    expect(judged(slow(9)).verdict).toBe('Inconclusive');
    expect(judged(slow(10)).verdict).toBe('Failed');
    expect(judged([])).toMatchObject({ verdict: 'Inconclusive', measured: null });
  });

  it('decides nothing by stopping early that the rest could have decided otherwise', () => {
    const time = fc.oneof(fc.double({ min: 0, max: 100, noNaN: true }), fc.constant(null));
    fc.assert(
      fc.property(fc.array(time, { minLength: 59, maxLength: 59 }), fc.nat(59), (times, sent) => {
        const whole = judged(times, { requests: 59 }).verdict;
        const early = judged(times.slice(0, sent), { requests: 59 }).verdict;
        if (early !== 'Inconclusive') expect(early).toBe(whole);
      }),
    );
  });

  it('stops an honest container at the limit at most as often as it says, and lets it through as rarely', () => {
    // Times whose 95th percentile is exactly the limit: uniform, by a fixed sequence.
    let state = 7;
    const random = () => {
      state = (state * 48_271) % 2_147_483_647;
      return (state / 2_147_483_647) * 100;
    };
    const rounds = 1000;
    const counts = { Passed: 0, Failed: 0, Inconclusive: 0, NoChampion: 0 };
    for (let round = 0; round < rounds; round += 1) {
      counts[judged(Array.from({ length: 100 }, random), { maxMilliseconds: 95 }).verdict] += 1;
    }
    expect(counts.Passed).toBeLessThan(0.05 * rounds);
    expect(counts.Failed).toBeLessThan(0.05 * rounds);
  });

  it('reads as many of the requests as it asks for', () => {
    const times = [...Array.from({ length: 59 }, () => 10), ...Array.from({ length: 100 }, () => 90)];
    expect(judged(times, { requests: 59 })).toMatchObject({ verdict: 'Passed' });
  });

  it.each([
    [0.95, 'the 95th percentile'],
    [0.5, 'the 50th percentile'],
    [0.999, 'the 99.9th percentile'],
    [0.52, 'the 52nd percentile'],
    [0.93, 'the 93rd percentile'],
    [0.91, 'the 91st percentile'],
  ])('calls %d %s', (percentile, name) => {
    expect(judged([], { percentile }).limit).toBe(`${name} at most 50 ms`);
  });

  it('cannot tell without a container that serves', () => {
    expect(judgeLatencyGate(gate(), {})).toMatchObject({ verdict: 'Inconclusive', sentence: /not probed/ });
    expect(judgeLatencyGate(gate(), { probe: notServing })).toMatchObject({
      verdict: 'Inconclusive',
      sentence: 'NotServing: its endpoint is Failed: no ping, so no request could be timed.',
    });
  });
});
