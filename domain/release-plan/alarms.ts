import { deploymentAlarmName } from '../naming.ts';
import { backstopAlarm } from './backstop-alarm.ts';

/** The namespace of the product's own metrics, and the two that a deployment's alarms watch. */
export const ANDON_NAMESPACE = 'Andon';
export const KILL_SWITCH_METRIC = 'KillSwitch';
export const JUDGE_ALIVE_METRIC = 'JudgeAlive';

/** One series of CloudWatch. */
export interface Metric {
  readonly namespace: string;
  readonly name: string;
  readonly dimensions: Readonly<Record<string, string>>;
}

/** An alarm as CloudWatch is to evaluate it: either one metric or an expression over several. */
export interface AlarmSpec {
  readonly name: string;
  readonly description: string;
  readonly comparison: 'GreaterThanOrEqualToThreshold' | 'GreaterThanThreshold' | 'LessThanThreshold';
  readonly threshold: number;
  readonly periodSeconds: number;
  /** M of N periods. */
  readonly datapoints: { readonly of: number; readonly breaching: number };
  readonly missingData: 'ignore' | 'breaching' | 'notBreaching';
  readonly measure: Measure | { readonly expression: string; readonly measures: Readonly<Record<string, Measure>> };
}

/** One number of each period of a series. */
export interface Measure {
  readonly metric: Metric;
  readonly statistic: 'Maximum' | 'Sum' | 'SampleCount';
}

export interface DeploymentNames {
  readonly endpointName: string;
  readonly configName: string;
  /** The config that serves now. */
  readonly blueConfigName: string;
  /** How often both fleets publish SageMaker's metrics, at least. */
  readonly metricsEverySeconds: number;
}

/** Green may not be watched for so many minutes before SageMaker goes back by itself. */
const UNWATCHED_MINUTES = 5;

/**
 * The alarms every deployment carries, since SageMaker itself goes back when one of them is raised, also when nobody of ours is alive.
 * Kill switch: raised on purpose; missing data is ignored, so that it stays raised. Judge alive: raised when no look was published for
 * five minutes. Backstop: green fails far above blue; needs no judge.
 */
export function deploymentAlarms(names: DeploymentNames): AlarmSpec[] {
  const { configName } = names;
  const own = (name: string): Metric => ({
    namespace: ANDON_NAMESPACE,
    name,
    dimensions: { EndpointConfigName: configName },
  });
  return [
    {
      name: deploymentAlarmName(configName, 'kill-switch'),
      description: 'The cord: pulled by the judge, an operator or a rejection. SageMaker returns all traffic to blue.',
      comparison: 'GreaterThanOrEqualToThreshold',
      threshold: 1,
      periodSeconds: 10,
      datapoints: { of: 1, breaching: 1 },
      missingData: 'ignore',
      measure: { metric: own(KILL_SWITCH_METRIC), statistic: 'Maximum' },
    },
    {
      name: deploymentAlarmName(configName, 'judge-alive'),
      description: `Nobody watched the deployment for ${UNWATCHED_MINUTES} minutes. SageMaker returns all traffic to blue.`,
      comparison: 'LessThanThreshold',
      threshold: 1,
      periodSeconds: 60,
      datapoints: { of: UNWATCHED_MINUTES, breaching: UNWATCHED_MINUTES },
      missingData: 'breaching',
      measure: { metric: own(JUDGE_ALIVE_METRIC), statistic: 'Sum' },
    },
    backstopAlarm(names),
  ];
}
