import type { MetricAlarm, PutMetricAlarmInput } from '@aws-sdk/client-cloudwatch';
import type { CreateService, ServiceEvent } from '../../cloud.ts';
import { createTestCloud, type TestCloud } from '../../testing/test-cloud.ts';
import { createCloudWatch } from '../service.ts';

export interface WatchingCloud extends TestCloud {
  readonly events: ServiceEvent[];
  readonly published: Record<string, string>[];
  readonly invoked: { readonly functionArn: string; readonly payload: unknown }[];
  /** Puts an alarm over one minute's sum of Test/Errors; `settings` say otherwise. */
  alarm(name: string, settings?: Partial<PutMetricAlarmInput>): Promise<void>;
  /** Puts one value of Test/Errors. */
  put(value: number, settings?: object): Promise<void>;
  state(name: string): Promise<string | undefined>;
  describe(name: string): Promise<MetricAlarm>;
}

export function createWatchingCloud(directory?: string): WatchingCloud {
  const events: ServiceEvent[] = [];
  const published: Record<string, string>[] = [];
  const invoked: WatchingCloud['invoked'] = [];
  const services: CreateService[] = [
    () => ({ id: 'eventbridge', operations: {}, ports: { emit: (event) => void events.push(event) } }),
    () => ({ id: 'sns', operations: { Publish: (input: Record<string, string>) => void published.push(input) } }),
    () => ({
      id: 'lambda',
      operations: {},
      ports: {
        invokeAsync({ functionArn, payload }) {
          invoked.push({ functionArn, payload: JSON.parse(Buffer.from(payload).toString()) });
        },
      },
    }),
    createCloudWatch,
  ];
  const cloud = createTestCloud({ services, ...(directory === undefined ? {} : { directory }) });
  const describe = async (name: string) => {
    const answer = await cloud.call('cloudwatch', 'DescribeAlarms', { AlarmNames: [name] });
    return (answer as { MetricAlarms: MetricAlarm[] }).MetricAlarms[0] as MetricAlarm;
  };
  return {
    ...cloud,
    events,
    published,
    invoked,
    async alarm(AlarmName, settings = {}) {
      const sole = { Namespace: 'Test', MetricName: 'Errors', Statistic: 'Sum', Period: 60 };
      await cloud.call('cloudwatch', 'PutMetricAlarm', {
        AlarmName,
        ...(settings.Metrics === undefined ? sole : {}),
        EvaluationPeriods: 1,
        Threshold: 0,
        ComparisonOperator: 'GreaterThanThreshold',
        ...settings,
      });
    },
    async put(Value, settings = {}) {
      const MetricData = [{ MetricName: 'Errors', Value, ...settings }];
      await cloud.call('cloudwatch', 'PutMetricData', { Namespace: 'Test', MetricData });
    },
    state: async (name) => (await describe(name)).StateValue,
    describe,
  };
}
