import type { CreateService } from '../cloud.ts';
import { AlarmStore } from './alarms/alarm-store.ts';
import { AlarmWatch } from './alarms/alarm-watch.ts';
import { MetricStore, type VisibilityDelays } from './metrics/metric-store.ts';
import { alarmOperations } from './operations/alarms.ts';
import { describeAlarmOperations } from './operations/describe-alarms.ts';
import { metricOperations } from './operations/metrics.ts';
import { statisticOperations } from './operations/statistics.ts';

/** SageMaker's metrics can be seen some seconds after the minute they belong to; custom metrics at once. */
const VISIBILITY_DELAYS: VisibilityDelays = { 'AWS/SageMaker': 15_000 };

/** Amazon CloudWatch: metrics, metric math and alarms. Fills the port metric. */
export const createCloudWatch: CreateService = (cloud) => {
  const metrics = new MetricStore(cloud, VISIBILITY_DELAYS);
  const alarms = new AlarmStore(cloud);
  const watch = new AlarmWatch({ cloud, metrics, alarms });
  return {
    id: 'cloudwatch',
    operations: {
      ...metricOperations({ cloud, metrics, touch: (metric, at) => watch.touch(metric, at) }),
      ...statisticOperations(metrics),
      ...alarmOperations({ cloud, metrics, alarms, watch }),
      ...describeAlarmOperations(alarms),
    },
    ports: {
      metric(datum) {
        metrics.add(datum);
        watch.touch(datum, datum.at ?? cloud.clock.now());
      },
    },
    resume: () => watch.resume(),
    close: () => metrics.close(),
  };
};
