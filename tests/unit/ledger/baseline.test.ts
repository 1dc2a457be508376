import { describe, expect, it } from 'vitest';
import { Baselines, baselineOf } from '#domain/ledger/baseline.ts';
import { Champion } from '#domain/ledger/champion.ts';
import { Plan, Watch } from '#statemachines/release.data.ts';

const failures = { requests: 9000, failures: 90, correlation: 0.002 };
const version = { number: 3, arn: 'arn:3' };

describe('the baselines of a fleet', () => {
  it('are one for each metric', () => {
    const baselines = { '5xx': failures, requests: { ...failures, failures: 4 } };
    expect(Baselines.parse(baselines)).toEqual(baselines);
    expect(Baselines.parse({})).toEqual({});
  });

  it('say nothing of a metric that they do not have', () => {
    const nothing = { requests: 0, failures: 0, correlation: 0.005 };
    expect(baselineOf({ '5xx': failures }, '5xx')).toEqual(failures);
    expect(baselineOf({ '5xx': failures }, 'slow')).toEqual(nothing);
    expect(baselineOf({}, 'constructor')).toEqual(nothing);
  });
});

describe('a document from before there were several metrics', () => {
  const both = { '5xx': failures, '4xx': failures };

  it('is still read: the champion in its watch hours', () => {
    const stored = { version, configName: 'c', epoch: 5, release: 'r5', since: 'now', baseline: failures };
    expect(Champion.parse(stored).baseline).toEqual(both);
    expect(Champion.parse(Champion.parse(stored)).baseline).toEqual(both);
  });

  it('is still read: the plan and the look of a running release', () => {
    const plan = {
      kind: 'release',
      target: version,
      epoch: 5,
      configName: 'c',
      endpointName: 'e',
      modelName: 'm',
      routing: { type: 'all-at-once', waitSeconds: 0, bakeSeconds: 300, timeoutSeconds: 3900 },
      alarms: [],
      waits: [300],
      history: failures,
    };
    expect(Plan.parse(plan).history).toEqual(both);
    const look = {
      status: 'Watching',
      verdict: 'Inconclusive',
      decided: false,
      looks: 3,
      waitSeconds: 60,
      traffic: { green: { requests: 30, failures: 0 }, blue: { requests: 270, failures: 1 } },
      eValue: 0.9,
      reasons: [],
      bakes: [],
    };
    expect(Watch.parse(look)).toEqual({ ...look, metrics: [] });
  });
});
