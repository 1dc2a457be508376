import { deploymentAlarmName } from '../naming.ts';

/** The namespace of the product's own metrics, and the two that a deployment's alarms watch. */
export const ANDON_NAMESPACE = 'Andon';
export const KILL_SWITCH_METRIC = 'KillSwitch';
export const JUDGE_ALIVE_METRIC = 'JudgeAlive';

/** The one production variant: SageMaker compares fleets variant by variant, so its name never changes. */
export const VARIANT_NAME = 'AllTraffic';

/** Of SageMaker's metrics of one fleet alone. */
export function variantDimensions({ endpointName, configName }: { endpointName: string; configName: string }) {
  return { EndpointName: endpointName, VariantName: VARIANT_NAME, EndpointConfigName: configName };
}

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
  readonly measure:
    | { readonly metric: Metric; readonly statistic: 'Maximum' | 'Sum' }
    | { readonly expression: string; readonly sums: Readonly<Record<string, Metric>> };
}

export interface DeploymentNames {
  readonly endpointName: string;
  readonly configName: string;
  /** The config that serves now. */
  readonly blueConfigName: string;
}

/** Requests in a minute below which the backstop has no opinion. */
const BACKSTOP_REQUESTS = 20;

/** Extra share of failures on green that needs no judge. */
const BACKSTOP_LIFT = 0.1;

/** Green may not be watched for so many minutes before SageMaker goes back by itself. */
const UNWATCHED_MINUTES = 5;

/**
 * The alarms every deployment carries, since SageMaker itself goes back when one of them is raised, also when nobody of ours is alive.
 * Kill switch: raised on purpose; missing data is ignored, so that it stays raised. Judge alive: raised when no look was published for
 * five minutes. Backstop: green far above blue with enough requests in 2 of 3 minutes; needs no judge.
 */
export function deploymentAlarms(names: DeploymentNames): AlarmSpec[] {
  const { configName, endpointName, blueConfigName } = names;
  const own = (name: string): Metric => ({
    namespace: ANDON_NAMESPACE,
    name,
    dimensions: { EndpointConfigName: configName },
  });
  const serving = (name: string, config: string): Metric => ({
    namespace: 'AWS/SageMaker',
    name,
    dimensions: { EndpointName: endpointName, VariantName: VARIANT_NAME, EndpointConfigName: config },
  });
  const share = (fleet: string) => `(FILL(${fleet}5xx, 0) + FILL(${fleet}4xx, 0)) / ${fleet}All`;
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
    {
      name: deploymentAlarmName(configName, 'backstop'),
      description: `Green fails ${BACKSTOP_LIFT * 100} points more than blue on at least ${BACKSTOP_REQUESTS} requests a minute.`,
      comparison: 'GreaterThanThreshold',
      threshold: BACKSTOP_LIFT,
      periodSeconds: 60,
      datapoints: { of: 3, breaching: 2 },
      missingData: 'notBreaching',
      measure: {
        expression: `IF(greenAll >= ${BACKSTOP_REQUESTS}, ${share('green')} - IF(FILL(blueAll, 0) > 0, ${share('blue')}, 0), 0)`,
        sums: {
          greenAll: serving('Invocations', configName),
          green5xx: serving('Invocation5XXErrors', configName),
          green4xx: serving('Invocation4XXErrors', configName),
          blueAll: serving('Invocations', blueConfigName),
          blue5xx: serving('Invocation5XXErrors', blueConfigName),
          blue4xx: serving('Invocation4XXErrors', blueConfigName),
        },
      },
    },
  ];
}
