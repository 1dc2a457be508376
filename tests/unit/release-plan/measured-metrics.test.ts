import { describe, expect, it } from 'vitest';
import { Judge } from '#domain/manifest/schema.ts';
import { seriesOf } from '#domain/release-plan/counted-series.ts';
import { judgedMetrics } from '#domain/release-plan/measured-metrics.ts';
import { releaseMetrics } from '#domain/release-plan/release-metrics.ts';

const minute = (n: number) => `2026-03-01T00:0${n}:00.000Z`;
const traffic = (requests: number, failures = 0) => ({ requests, failures });
const own = { name: 'fallbacks', namespace: 'Churn', events: 'Fallbacks', total: 'Answers', mode: 'observe' } as const;

describe('the metrics of a release', () => {
  it('are 5xx and 4xx, with the tolerances of the manifest', () => {
    expect(releaseMetrics(Judge.parse({ margin: 0.01, baselineMargin: 0.03, minimumRequests: 50 }))).toMatchObject([
      {
        name: '5xx',
        kind: 'critical',
        mode: 'enforce',
        settings: { margin: 0.01, baselineMargin: 0.03, maxRegression: 0.05, minimumRequests: 50 },
      },
      {
        name: '4xx',
        kind: 'other',
        mode: 'enforce',
        settings: { margin: 0.01, maxRegression: 0.1, minimumRequests: 50 },
      },
    ]);
  });

  it('are slow answers and counters of the model’s own where the manifest names them', () => {
    const judge = Judge.parse({ slow: { milliseconds: 0.25 }, custom: [own, { ...own, minimumRequests: 7 }] });
    expect(releaseMetrics(judge).slice(2)).toMatchObject([
      { name: 'slow', kind: 'slow', mode: 'enforce', source: { failures: { statistic: 'TC(250:)' } } },
      { name: 'fallbacks', kind: 'other', mode: 'observe', settings: { minimumRequests: 100 } },
      { settings: { minimumRequests: 7 } },
    ]);
  });

  it('are each counted with the same dimensions', () => {
    const fleet = { endpointName: 'dev-churn', configName: 'dev-churn-e2-v2' };
    const judge = Judge.parse({ custom: [{ ...own, dimensions: { Tier: 'a' } }] });
    expect(releaseMetrics(judge).map(({ source }) => seriesOf(source, fleet).dimensions)).toEqual([
      { EndpointName: 'dev-churn', VariantName: 'AllTraffic', EndpointConfigName: 'dev-churn-e2-v2' },
      { EndpointName: 'dev-churn', VariantName: 'AllTraffic', EndpointConfigName: 'dev-churn-e2-v2' },
      { Tier: 'a', EndpointConfigName: 'dev-churn-e2-v2' },
    ]);
  });
});

describe('the minutes that the judge is given', () => {
  const [failed, refused] = releaseMetrics(Judge.parse({}));
  const baselines = { '5xx': { requests: 900, failures: 9, correlation: 0.002 } };
  const until = new Date(minute(3));
  const none = { minutes: new Map() };

  it('are the same for every metric, from green’s first request of any of them', () => {
    const given = judgedMetrics(
      [
        { metric: failed!, green: { minutes: new Map([[minute(1), traffic(30, 1)]]) }, blue: none },
        {
          metric: refused!,
          green: none,
          blue: {
            minutes: new Map([
              [minute(0), traffic(9)],
              [minute(2), traffic(9)],
            ]),
          },
        },
      ],
      { until, baselines },
    );
    expect(given).toMatchObject([
      {
        name: '5xx',
        history: baselines['5xx'],
        minutes: [
          { at: minute(1), green: traffic(30, 1), blue: traffic(0) },
          { at: minute(2), green: traffic(0), blue: traffic(0) },
        ],
      },
      {
        name: '4xx',
        history: { requests: 0 },
        minutes: [
          { at: minute(1), green: traffic(0), blue: traffic(0) },
          { at: minute(2), green: traffic(0), blue: traffic(9) },
        ],
      },
    ]);
    expect(given[0]).not.toHaveProperty('source');
  });

  it('are none, with the reason, where one of the fleets cannot be told', () => {
    const green = { minutes: new Map([[minute(1), traffic(30, 1)]]) };
    const given = judgedMetrics([{ metric: failed!, green, blue: { unmeasured: 'no' } }], { until, baselines });
    expect(given).toMatchObject([{ name: '5xx', unmeasured: 'no', minutes: [] }]);
  });
});
