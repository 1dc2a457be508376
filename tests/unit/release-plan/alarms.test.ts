import { describe, expect, it } from 'vitest';
import { deploymentAlarms } from '#domain/release-plan/alarms.ts';

const alarms = deploymentAlarms({
  endpointName: 'dev-churn',
  configName: 'dev-churn-e3-v4',
  blueConfigName: 'dev-churn-e2-v3',
  metricsEverySeconds: 60,
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

  it('have a backstop that compares green with blue by 5xx alone and needs no judge', () => {
    expect(backstop).toMatchObject({
      threshold: 0.1,
      periodSeconds: 60,
      missingData: 'notBreaching',
      datapoints: { of: 2, breaching: 2 },
    });
    const measures = Object.values(
      backstop!.measure && 'measures' in backstop!.measure ? backstop!.measure.measures : {},
    );
    expect(new Set(measures.map(({ metric }) => metric.dimensions.EndpointConfigName))).toEqual(
      new Set(['dev-churn-e3-v4', 'dev-churn-e2-v3']),
    );
    expect(new Set(measures.map(({ metric }) => metric.name))).toEqual(new Set(['Invocation5XXErrors']));
  });

  it.each([
    [30, { of: 4, breaching: 4 }, 10],
    [10, { of: 12, breaching: 10 }, 4],
  ])(
    'have a backstop that looks every %i s over two minutes where metrics come as often',
    (seconds, datapoints, least) => {
      const names = { endpointName: 'e', configName: 'c', blueConfigName: 'b', metricsEverySeconds: seconds };
      const alarm = deploymentAlarms(names).at(-1);
      expect(alarm).toMatchObject({ periodSeconds: seconds, datapoints });
      expect(alarm?.measure).toMatchObject({ expression: expect.stringContaining(`greenAll >= ${least},`) });
    },
  );
});
