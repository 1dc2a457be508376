import { PutMetricDataCommand } from '@aws-sdk/client-cloudwatch';
import { expect, it } from 'vitest';
import { Judge } from '#domain/manifest/schema.ts';
import { releaseMetrics } from '#domain/release-plan/release-metrics.ts';
import { measureTraffic } from '#functions/endpoint/measure-traffic.ts';
import { BLUE, GREEN, measuredCloud } from './measured-cloud.ts';

it('every metric of a release is read from CloudWatch with its failures and requests, both fleets, by the minute', async () => {
  await using cloud = await measuredCloud();
  const judge = Judge.parse({
    slow: { milliseconds: 250 },
    custom: [{ name: 'fallbacks', namespace: 'Churn', events: 'Fallbacks', total: 'Answers' }],
  });
  cloud.publish(GREEN, { requests: 30, failures: 3, milliseconds: [100, 250, 251, 4000] });
  cloud.publish(BLUE, { requests: 270, failures: 1, milliseconds: [100] });
  const Dimensions = [{ Name: 'EndpointConfigName', Value: GREEN.configName }];
  const MetricData = [
    { MetricName: 'Answers', Dimensions, Value: 30 },
    { MetricName: 'Fallbacks', Dimensions, Value: 2 },
  ];
  await cloud.client.send(new PutMetricDataCommand({ Namespace: 'Churn', MetricData }));
  await cloud.until(61);
  cloud.publish(GREEN, { requests: 20 });
  await cloud.until(180);
  const range = { from: cloud.start, to: new Date(cloud.start.getTime() + 120_000) };
  const measured = await measureTraffic(
    { metrics: releaseMetrics(judge), green: GREEN, blue: BLUE, range, baselines: {} },
    { metrics: cloud.metrics },
  );
  const none = { requests: 0, failures: 0 };
  const minutes = measured.map((metric) => [metric.name, metric.minutes.map(({ green, blue }) => [green, blue])]);
  expect(minutes).toEqual([
    [
      '5xx',
      [
        [
          { requests: 30, failures: 3 },
          { requests: 270, failures: 1 },
        ],
        [{ requests: 20, failures: 0 }, none],
      ],
    ],
    [
      '4xx',
      [
        [
          { requests: 30, failures: 0 },
          { requests: 270, failures: 0 },
        ],
        [{ requests: 20, failures: 0 }, none],
      ],
    ],
    // Above 250 ms, not at it.
    [
      'slow',
      [
        [
          { requests: 4, failures: 2 },
          { requests: 1, failures: 0 },
        ],
        [none, none],
      ],
    ],
    [
      'fallbacks',
      [
        [{ requests: 30, failures: 2 }, none],
        [none, none],
      ],
    ],
  ]);
});
