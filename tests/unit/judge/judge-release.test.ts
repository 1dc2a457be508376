import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { JudgedMetric } from '#domain/judge/judge-metric.ts';
import { judgeRelease, type ReleaseTrial } from '#domain/judge/judge-release.ts';
import { bakeOf, CANARY, minutesOf, NOTHING, seeds } from './bakes.ts';

const settings = { margin: 0.005, maxRegression: 0.05, minimumRequests: 100 };

/** One metric of a canary: which kind it is, and how much more green fails. */
function metric(
  name: string,
  { seed = 1, lift = 0, onset = 0, ...rest }: Partial<JudgedMetric> & { seed?: number; lift?: number; onset?: number },
): JudgedMetric {
  const kind = 'other';
  return { ...{ name, kind, mode: 'enforce', settings }, ...bakeOf(CANARY, { seed, lift, onset }), ...rest };
}

const judge = (metrics: readonly JudgedMetric[], trial: Partial<ReleaseTrial> = {}) =>
  judgeRelease({ metrics, alpha: 0.01, plannedLooks: 30, deadline: true, ...trial });

/** As a release has them: 5xx, slow answers, 4xx, two counters of its own. */
const five = (seed: number, lifts: Partial<Record<string, number>> = {}) =>
  (['5xx', 'slow', '4xx', 'fallbacks', 'empty answers'] as const).map((name, index) => {
    const kind = name === '5xx' ? 'critical' : name === 'slow' ? 'slow' : 'other';
    return metric(name, { kind, seed: 10 * seed + index, lift: lifts[name] ?? 0 });
  });

describe('a release judged by five metrics', () => {
  it('is healthy when no metric is worse', () => {
    const { verdict, reasons, metrics } = judge(five(1));
    expect(verdict).toBe('Healthy');
    expect(reasons).toHaveLength(10);
    expect(reasons[0]).toMatch(/^5xx: Green failed \d+ of 900 requests/);
    expect(metrics.map(({ weight }) => weight)).toEqual([0.5, 0.25, 1 / 12, 1 / 12, 1 / 12]);
  });

  it('is hardly ever called harmful by chance, though it is looked at by five metrics each minute', () => {
    const alarms = seeds(60).filter((seed) => judge(five(seed)).verdict === 'Harmful');
    expect(alarms.length).toBeLessThanOrEqual(2);
  });

  it.each(['5xx', 'slow', '4xx'])('is harmful when only %s is worse, and says so', (name) => {
    const { verdict, reasons, harmfulAt } = judge(five(2, { [name]: 0.2 }));
    expect(verdict).toBe('Harmful');
    expect(reasons.at(-1)).toMatch(
      new RegExp(`^Evidence of harm is .*, most of it from ${name}, at or above 1/alpha = 100`),
    );
    expect(harmfulAt).toBeDefined();
  });

  it('needs less evidence from 5xx than from a counter', () => {
    const at = (name: string) => judge(five(3, { [name]: 0.1 })).harmfulAt!;
    expect(at('5xx') <= at('fallbacks')).toBe(true);
  });
});

describe('a verdict on several metrics', () => {
  it('does not depend on their order, nor on the order of their minutes', () => {
    const metrics = five(4, { slow: 0.03 });
    const order = fc.shuffledSubarray(metrics, { minLength: metrics.length });
    const { verdict, eValue } = judge(metrics);
    fc.assert(
      fc.property(order, fc.boolean(), (shuffled, backwards) => {
        const given = shuffled.map((each) => ({
          ...each,
          minutes: backwards ? each.minutes.toReversed() : each.minutes,
        }));
        const again = judge(given);
        expect(again.verdict).toBe(verdict);
        expect(again.eValue / eValue).toBeCloseTo(1, 9);
      }),
      { numRuns: 20 },
    );
  });

  it('does not depend on the rounding of sums', () => {
    const metrics = five(5, { slow: 0.03 });
    const blurred = metrics.map((each) => ({
      ...each,
      minutes: each.minutes.map((minute) => ({
        ...minute,
        green: { requests: minute.green.requests + 1e-9, failures: minute.green.failures - 1e-9 },
      })),
    }));
    expect(judge(blurred)).toEqual(judge(metrics));
  });

  it('is the same whether it was looked at each minute or once at the end', () => {
    const metrics = five(6, { '5xx': 0.15 });
    const looks = Array.from({ length: 30 }, (_, index) =>
      judge(
        metrics.map((each) => ({ ...each, minutes: each.minutes.slice(0, index + 1) })),
        { deadline: false },
      ),
    );
    const first = looks.find(({ verdict }) => verdict === 'Harmful');
    expect(first?.harmfulAt).toBe(judge(metrics).harmfulAt);
    expect(looks.at(-1)?.verdict).toBe('Harmful');
  });

  it('stays harmful when the harm is over', () => {
    const burning = Array(5).fill([30, 15, 270, 2]);
    const over = Array(60).fill([30, 0, 270, 2]);
    const { verdict, harmfulAt, eValue, metrics } = judge([
      metric('5xx', { minutes: minutesOf([...burning, ...over]) }),
    ]);
    expect(verdict).toBe('Harmful');
    expect(harmfulAt! < minutesOf(burning).at(-1)!.at).toBe(true);
    expect(eValue).toBeGreaterThan(metrics[0]!.eValues.at(-1)!);
  });

  it('never rests on a metric that is only observed', () => {
    const observed = metric('slow', { kind: 'slow', mode: 'observe', lift: 0.5 });
    const { verdict, eValue, metrics, reasons } = judge([metric('5xx', { kind: 'critical', seed: 7 }), observed]);
    expect(verdict).toBe('Healthy');
    expect(eValue).toBeLessThan(100);
    expect(Math.max(...metrics[1]!.eValues)).toBeGreaterThan(100);
    expect(reasons.some((reason) => reason.startsWith('slow: Green failed'))).toBe(true);
    expect(judge([observed]).verdict).toBe('Inconclusive');
  });

  it('is inconclusive without any metric, or any minute', () => {
    expect(judge([])).toEqual({ verdict: 'Inconclusive', eValue: 1, reasons: [], metrics: [] });
    expect(judge([metric('5xx', { minutes: [] })])).toMatchObject({ verdict: 'Inconclusive', eValue: 1 });
  });

  it('is never healthy before the deadline', () => {
    const { verdict, metrics } = judge(five(1), { deadline: false });
    expect(verdict).toBe('Inconclusive');
    expect(metrics[0]).not.toHaveProperty('finding');
  });
});

describe('a metric that cannot be judged', () => {
  const sound = metric('5xx', { kind: 'critical', seed: 8 });

  it('leaves the release inconclusive when it never reports', () => {
    const silent = metric('fallbacks', { minutes: sound.minutes.map((minute) => ({ ...minute, green: NOTHING })) });
    const { verdict, metrics, reasons } = judge([sound, silent]);
    expect(verdict).toBe('Inconclusive');
    expect(metrics[1]?.finding).toEqual({ kind: 'NeverReported' });
    expect(reasons.at(-1)).toBe('fallbacks: Green reported no request at all; 100 are needed for a verdict.');
  });

  it('leaves it inconclusive when it reports too little', () => {
    const rare = metric('fallbacks', { minutes: sound.minutes.slice(0, 3) });
    const { verdict, metrics, reasons } = judge([sound, rare]);
    expect(verdict).toBe('Inconclusive');
    expect(metrics[1]?.finding).toEqual({ kind: 'TooFewRequests' });
    expect(reasons.at(-1)).toBe('fallbacks: Green answered 90 requests; 100 are needed for a verdict.');
  });

  it('leaves it inconclusive when it cannot be measured, and says why', () => {
    const unmeasured = metric('fallbacks', { minutes: [], unmeasured: 'AccessDenied: not allowed' });
    const { verdict, metrics, reasons } = judge([sound, unmeasured]);
    expect(verdict).toBe('Inconclusive');
    expect(metrics[1]?.finding).toEqual({ kind: 'NotMeasured' });
    expect(reasons[1]).toBe('fallbacks: Could not be measured: AccessDenied: not allowed');
    expect(reasons.at(-1)).toBe('fallbacks: Nothing is known of it.');
    expect(judge([sound, { ...unmeasured, mode: 'observe' }]).verdict).toBe('Healthy');
  });

  it('is told in words of its own, and where it was looked for', () => {
    const counter = { verbs: ['counted', 'counts'], countedBy: 'Answers in Churn' } as const;
    const { reasons } = judge([metric('fallbacks', { ...counter, seed: 8 })]);
    expect(reasons[0]).toMatch(/^Green counted \d+ of 900 requests/);
    expect(reasons[1]).toMatch(/^With 95 % confidence green counts at most/);
    const silent = judge([sound, metric('fallbacks', { ...counter, minutes: [] })]).reasons.at(-1);
    expect(silent).toBe(
      'fallbacks: Green reported no request at all as Answers in Churn; 100 are needed for a verdict.',
    );
  });

  it('takes no weight from the others by having nothing to say', () => {
    const silent = metric('fallbacks', { minutes: [] });
    expect(judge([sound, silent]).metrics.map(({ weight }) => weight)).toEqual([2 / 3, 1 / 3]);
  });
});

describe('a metric without traffic on blue', () => {
  const alone = (baselineMargin?: number) => {
    const { minutes, history } = bakeOf({ ...CANARY, green: 300, blue: 0 }, { seed: 9, lift: 0.03 });
    const own = baselineMargin === undefined ? settings : { ...settings, baselineMargin };
    return judge([metric('5xx', { minutes, history, settings: own })], { deadline: false });
  };

  it('is judged against its past by the margin it sets for that', () => {
    expect(alone(0.001).eValue).toBeGreaterThan(alone(0.05).eValue);
  });

  it('tolerates four times the margin where none is set', () => {
    expect(alone().eValue).toBe(alone(0.02).eValue);
  });
});
