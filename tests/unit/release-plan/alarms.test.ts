import { describe, expect, it } from 'vitest';
import { deploymentAlarms } from '#domain/release-plan/alarms.ts';

const alarms = deploymentAlarms({
  endpointName: 'dev-churn',
  configName: 'dev-churn-e3-v4',
  blueConfigName: 'dev-churn-e2-v3',
});
const [killSwitch, judgeAlive, backstop] = alarms;

describe('the alarms of a deployment', () => {
  it('are named after its config', () => {
    expect(alarms.map(({ name }) => name)).toEqual([
      'dev-churn-e3-v4-kill-switch',
      'dev-churn-e3-v4-judge-alive',
      'dev-churn-e3-v4-backstop',
    ]);
  });

  it('have a kill switch that answers within seconds and stays raised', () => {
    expect(killSwitch).toMatchObject({ periodSeconds: 10, missingData: 'ignore', datapoints: { of: 1, breaching: 1 } });
  });

  it('have a dead man’s switch that silence raises', () => {
    expect(judgeAlive).toMatchObject({ comparison: 'LessThanThreshold', threshold: 1, missingData: 'breaching' });
  });

  it('have a backstop that compares green with blue and needs no judge', () => {
    expect(backstop).toMatchObject({
      threshold: 0.1,
      missingData: 'notBreaching',
      datapoints: { of: 3, breaching: 2 },
    });
    const configs = Object.values(backstop!.measure && 'sums' in backstop!.measure ? backstop!.measure.sums : {}).map(
      ({ dimensions }) => dimensions.EndpointConfigName,
    );
    expect(new Set(configs)).toEqual(new Set(['dev-churn-e3-v4', 'dev-churn-e2-v3']));
  });
});
