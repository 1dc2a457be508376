import { deploymentAlarmName } from '../naming.ts';
import type { AlarmSpec, DeploymentNames } from './alarms.ts';
import { fleetDimensions } from './fleet.ts';

/** Extra share of 5xx answers on green that needs no judge. */
const LIFT = 0.1;

/** Requests of a minute below which the backstop has no opinion. */
const REQUESTS = 20;

const SECONDS = 120;

/** Of periods shorter than a minute one in six may show less: few requests say little. */
const BREACHING_SHARE = 5 / 6;

/**
 * Raised when green's share of 5xx answers is more than 10 points above blue's in two consecutive minutes, each with at least 20 requests on
 * green. Blue without data counts as 0, and a minute without data on green as none. Numerator and denominator are of one series, so one
 * is never there without the other.
 *
 * Where metrics are published more often than once a minute the two minutes are 4 periods of 30 s, all of which must show it, or 12 of 10 s,
 * of which 10 must, each on its part of the 20 requests. They need not be whole minutes of the clock, so the alarm is raised up to a minute
 * sooner; a minute of one instance still does not raise it.
 */
export function backstopAlarm({
  endpointName,
  configName,
  blueConfigName,
  metricsEverySeconds,
}: DeploymentNames): AlarmSpec {
  const periods = SECONDS / metricsEverySeconds;
  const requests = Math.ceil((REQUESTS * metricsEverySeconds) / 60);
  const failures = (config: string) => ({
    namespace: 'AWS/SageMaker',
    name: 'Invocation5XXErrors',
    dimensions: fleetDimensions({ endpointName, configName: config }),
  });
  const green = failures(configName);
  const blue = failures(blueConfigName);
  return {
    name: deploymentAlarmName(configName, 'backstop'),
    description: `Green answers 5xx ${LIFT * 100} points more than blue for two minutes, on at least ${REQUESTS} requests a minute.`,
    comparison: 'GreaterThanThreshold',
    threshold: LIFT,
    periodSeconds: metricsEverySeconds,
    datapoints: { of: periods, breaching: Math.ceil(periods * BREACHING_SHARE) },
    missingData: 'notBreaching',
    measure: {
      expression: `IF(greenAll >= ${requests}, green5xx / greenAll - FILL(blue5xx, 0) / FILL(blueAll, 1), 0)`,
      measures: {
        greenAll: { metric: green, statistic: 'SampleCount' },
        green5xx: { metric: green, statistic: 'Sum' },
        blueAll: { metric: blue, statistic: 'SampleCount' },
        blue5xx: { metric: blue, statistic: 'Sum' },
      },
    },
  };
}
