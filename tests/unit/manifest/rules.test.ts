import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { scheduleProblem } from '#domain/manifest/rules/schedule-rule.ts';
import { complaints, parseTiny, tinyDocument, withValue } from './a-manifest.ts';

/** The one complaint, without the file. */
function complaint(path: string, value: unknown): string {
  const all = complaints(path, value);
  expect(all).toHaveLength(1);
  return all[0]!.replace('models/tiny/manifest.yaml: ', '');
}

describe('a model name', () => {
  it.each(['../other', 'Tiny', 'a/b', '1a', 'a_b', 'a--b', 'a-', ''])('is refused when it is %j', (name) => {
    expect(complaints('model', name, { folder: name })[0]).toContain("is not a model's name");
  });

  it('does not end as the endpoints do that candidates are probed on', () => {
    expect(complaints('model', 'space-probe', { folder: 'space-probe' })[0]).toContain('ends in -probe');
    expect(complaints('model', 'probe', { folder: 'probe' })).toEqual([]);
  });

  it('must be that of its folder', () => {
    expect(complaint('model', 'small')).toBe('model: "small" is in the folder "tiny". Name one after the other.');
  });

  it('leaves room for the stage and the longest suffix in 63 characters, and says how much', () => {
    const fits = 'a'.repeat(26);
    expect(complaints('model', fits, { folder: fits })).toEqual([]);
    const name = 'a'.repeat(40);
    expect(complaints('model', name, { folder: name })[0]).toMatch(/"a+" has 40 characters; at most \d+, since/);
  });
});

describe('a column', () => {
  it('that is not declared is named with the nearest one', () => {
    expect(complaint('data.eventTime', 'let_aat')).toBe(
      'data.eventTime: No column "let_aat" in data.columns. Nearest is "let_at".',
    );
    expect(complaint('data.drift.0.column', 'aera')).toContain('data.drift.0.column: No column "aera"');
    expect(complaint('data.expectations.1.columns', ['flatt'])).toContain('Nearest is "flat"');
    expect(complaint('data.expectations.2.column', 'arae')).toContain('Nearest is "area"');
    expect(complaint('data.leakage.except', ['rnt'])).toContain('Nearest is "rent"');
  });

  it('has a type that fits what is asked of it', () => {
    expect(complaint('data.eventTime', 'area')).toContain('is a number; this needs timestamp or date');
    expect(complaint('data.expectations.3.column', 'flat')).toContain('is a string; this needs integer or number');
    expect(complaint('data.expectations.4.column', 'area')).toContain('this needs string');
    expect(complaint('data.drift.0.column', 'flat')).toContain('is a string');
  });
});

describe('an expectation', () => {
  it('needs limits, in order', () => {
    expect(complaint('data.expectations.0', { check: 'rowCount' })).toContain('No limit');
    expect(complaint('data.expectations.3.min', 99)).toContain('min 99 is above max 12');
    expect(complaint('data.drift.0', { column: 'area' })).toContain('No limit');
  });

  it('needs a regular expression that is one', () => {
    expect(complaint('data.expectations.4.pattern', '[a-')).toContain('no regular expression');
  });

  it('on the label rate needs a binary label', () => {
    expect(complaint('data.expectations.0', { check: 'labelRate', min: 0.1, max: 0.2 })).toContain('binary label');
  });
});

describe('drift', () => {
  const drift = (changed: object) => complaints('data.drift', [{ column: 'area', maxPsi: 0.2, ...changed }]);
  const feature = (changed: object) => complaints('data.featureDrift', [{ feature: 'area', ...changed }]);

  it('holds against the last accepted dataset, the champion or both, and may name a period', () => {
    expect(drift({ against: ['champion'] })).toEqual([]);
    expect(drift({ period: { months: 12 } })).toEqual([]);
    expect(drift({ period: { days: 7, toleranceDays: 2 }, against: ['accepted', 'champion'] })).toEqual([]);
    expect(drift({ against: ['champoin'] })[0]).toContain('Nearest is "champion"');
    expect(drift({ against: [] })).toHaveLength(1);
  });

  it('has a period of months or of days', () => {
    expect(drift({ period: {} })[0]).toContain('data.drift.0.period: Give either months or days.');
    expect(drift({ period: { months: 1, days: 1 } })[0]).toContain('Give either');
    expect(drift({ period: { weeks: 1 } })[0]).toContain('Unknown key "weeks"');
  });

  it('has a period that does not reach to the dataset itself', () => {
    expect(drift({ period: { days: 7, toleranceDays: 7 } })[0]).toContain(
      'data.drift.0.period.toleranceDays: 7 days reach to the dataset itself; a period of 7 days needs less.',
    );
    expect(drift({ period: { months: 1, toleranceDays: 28 } })[0]).toContain('a period of 28 days');
  });

  it('has no period when it is not compared with what was accepted', () => {
    expect(drift({ period: { days: 7 }, against: ['champion'] })[0]).toContain('which `against` leaves out');
  });

  it('of a feature needs a limit of its own kind, and is observed unless it says enforce', () => {
    expect(feature({})[0]).toContain('data.featureDrift.0: No limit: give maxPsi or maxKs.');
    expect(feature({ maxNewCategoryShare: 0.1 })[0]).toContain('Unknown key "maxNewCategoryShare"');
    const parsed = parseTiny(withValue(tinyDocument(), 'data.featureDrift', [{ feature: 'area', maxKs: 0.2 }]));
    expect('manifest' in parsed && parsed.manifest.data.featureDrift[0]?.mode).toBe('observe');
  });
});

describe('prepare', () => {
  it('is a file beside the manifest', () => {
    expect(complaint('prepare', '../x.sql')).toContain('not the name of an .sql file');
    expect(complaints('prepare', 'none.sql', { prepareSql: undefined })[0]).toContain('no file "none.sql"');
  });

  it('returns what the stages read, and every slice', () => {
    const [first] = complaints('prepare', 'prepare.sql', {
      prepareSql: 'SELECT 1 AS row_id, 2 AS label, 3 AS slice_rooms',
    });
    expect(first).toContain('returns no column event_time');
    expect(complaint('evaluation.slices', ['city'])).toContain('returns no column slice_city');
  });
});

describe('training', () => {
  it('takes a known built-in image or an image URI', () => {
    expect(complaint('training.image', 'xgboost:1.7')).toContain('Nearest is "1.7-1"');
    expect(complaint('training.image', 'xgbost')).toContain('Nearest is "xgboost:');
    expect(complaints('training.image', '123456789012.dkr.ecr.eu-west-1.amazonaws.com/mine:3')).toEqual([]);
  });

  it('takes hyperparameters the built-in image knows and an objective that fits the label', () => {
    expect(complaint('training.hyperparameters.max_dept', 3)).toContain('Nearest is "max_depth"');
    expect(complaint('training.hyperparameters.objective', 'binary:logistic')).toContain('does not fit a number label');
    expect(complaint('training.hyperparameters.num_round', undefined)).toContain('number of rounds');
  });
});

describe('a gate', () => {
  it('judges a metric that the label has', () => {
    expect(complaint('gates.0.metric', 'auc')).toContain('"auc" is no metric of an absolute gate on a number label');
    expect(complaint('gates.1.metric', 'r2')).toContain('One of rmse, mae');
    expect(complaint('gates.2', { kind: 'calibration', name: 'c', minOe: 0.5, maxOe: 2 })).toContain('binary label');
  });

  it('has limits in order and a name of its own', () => {
    expect(complaint('gates.0.min', undefined)).toContain('No limit');
    expect(complaint('gates.0.max', 0.1)).toContain('min 0.5 is above max 0.1');
    expect(complaint('gates.1.name', 'r2')).toContain('A second gate named "r2"');
    const calibration = { kind: 'calibration', name: 'c', minOe: 2, maxOe: 1 };
    expect(complaints('gates.2', calibration).join()).toContain('minOe 2 is above maxOe 1');
  });

  it('is at least once absolute and enforced, or a first version would pass unjudged', () => {
    expect(complaint('gates.0.mode', 'observe')).toContain('No enforced absolute gate');
  });
});

describe('labels of predictions', () => {
  const quality = (labels: object) => ({ quality: { labels } });

  it('need a binary label', () => {
    expect(complaint('release', { instances: 2, ...quality({}) })).toBe(
      'release.quality.labels: Labels are judged by AUC and observed over expected; the label is a number, not binary.',
    );
    expect(complaints('release', { instances: 2, quality: {} })).toEqual([]);
  });

  it('have limits around 1', () => {
    const all = (labels: object) => complaints('release', { instances: 2, ...quality(labels) }).join('\n');
    expect(all({ minOe: 1.2, maxOe: 3 })).toContain('minOe 1.2 and maxOe 3 leave out 1');
    expect(all({ minOe: 0.5, maxOe: 0.9 })).toContain('leave out 1');
  });

  it('can only enforce a rollback within watch hours', () => {
    const release = { instances: 2, watchHours: 0, ...quality({ mode: 'enforce' }) };
    expect(complaints('release', release).join('\n')).toContain('release.watchHours is 0');
  });

  it('are named with the nearest known key', () => {
    expect(complaints('release', { instances: 2, quality: { captures: {} } })[0]).toContain('Nearest is "capture"');
    expect(complaints('release', { instances: 2, quality: { capture: { percent: 0 } } })).toHaveLength(1);
  });
});

describe('a gate of the serving container', () => {
  const gates = (gate: object) => [{ kind: 'absolute', name: 'r2', metric: 'r2', min: 0.5 }, gate];
  const latency = (fields: object) => gates({ kind: 'latency', name: 'latency', maxMilliseconds: 50, ...fields });
  const contract = (...requests: object[]) => gates({ kind: 'contract', name: 'contract', requests });

  it('may be each of the four with its defaults', () => {
    const four = [
      { kind: 'artifact', name: 'size', maxMegabytes: 10 },
      { kind: 'latency', name: 'latency', maxMilliseconds: 50 },
      { kind: 'contract', name: 'contract' },
      { kind: 'agreement', name: 'agreement' },
    ];
    expect(complaints('gates', [...gates(four[0]!), ...four.slice(1)])).toEqual([]);
  });

  it('sends as many requests as its percentile takes', () => {
    expect(complaint('gates', latency({ requests: 58 }))).toBe(
      'gates.1.requests: 58 requests can never pass: the percentile 0.95 has no upper bound by fewer than 59. Send 59 or more.',
    );
    expect(complaints('gates', latency({ requests: 59 }))).toEqual([]);
    expect(complaint('gates', latency({ percentile: 0.99 }))).toContain('fewer than 299');
    expect(complaints('gates', latency({ percentile: 0.9999 }))).toHaveLength(1);
  });

  it('declares requests of their own names, of which one at least asks for a score', () => {
    const row = { name: 'row', body: '1,2', expect: 'score' };
    const garbage = { name: 'garbage', body: 'x', expect: 'refusal' };
    expect(complaints('gates', contract(row, garbage))).toEqual([]);
    expect(complaint('gates', contract(row, row))).toContain('gates.1.requests.1.name: A second request named "row"');
    expect(complaint('gates', contract(garbage))).toContain('a container that refuses everything would pass');
    expect(complaints('gates', contract({ ...row, body: '' }))).toHaveLength(1);
    expect(complaint('gates', contract({ ...row, expect: 'scores' }))).toContain('Nearest is "score"');
  });
});

describe('a release', () => {
  const canary = (size: number, waitMinutes = 10) => ({ type: 'canary', size, waitMinutes });

  it('shifts at least one whole instance and at most half of them', () => {
    expect(complaint('release.instances', 1)).toContain('needs at least 2 instances');
    expect(complaint('release.traffic', canary(2))).toContain('at most half at once: 1');
    expect(complaints('release.traffic', canary(0))).toHaveLength(1);
    const release = { instances: 20, traffic: { type: 'linear', step: 1, waitMinutes: 5 } };
    expect(complaint('release', release)).toContain("SageMaker's least step is a tenth: 2");
  });

  it('waits less than a deployment may take', () => {
    const traffic = { type: 'linear', step: 1, waitMinutes: 60 };
    const release = { instances: 10, traffic, bakeMinutes: 0 };
    expect(complaint('release', release)).toContain('The waits add up to 32400 s');
    expect(complaints('release', { ...release, instances: 8 })).toEqual([]);
    expect(complaints('release.bakeMinutes', 61)).toHaveLength(1);
  });

  it('is refused when the canary would see too few requests, and says what would do', () => {
    const release = { instances: 10, traffic: canary(1, 10), expectedRequestsPerSecond: 1 };
    expect(complaint('release', release)).toContain('green would answer about 36 requests');
    expect(complaint('release', release)).toContain('wait 21 minutes');
    expect(complaints('release', { ...release, traffic: canary(1, 21) })).toEqual([]);
    expect(complaint('release', { expectedRequestsPerSecond: 0.1 })).toContain('about 6 requests');
    const linear = { type: 'linear', step: 1, waitMinutes: 10 };
    expect(complaint('release', { ...release, traffic: linear })).toContain('about 36 requests');
  });

  it('is not refused when probes make up for what is missing: they split like traffic', () => {
    const release = { instances: 10, traffic: canary(1, 10), expectedRequestsPerSecond: 1 };
    expect(complaint('release', release)).toContain('send probes');
    expect(complaints('release', { ...release, judge: { probesPerMinute: 107 } })).toEqual([]);
    expect(complaint('release', { ...release, judge: { probesPerMinute: 106 } })).toContain('about 99 requests');
  });

  it('has no wait that ends before a minute of it could be judged', () => {
    expect(complaint('release.bakeMinutes', 4)).toBe(
      'release.bakeMinutes: No minute of a wait of 4 could be judged: a minute is judged 60 s after its end, and the cord is pulled 3 minutes before SageMaker goes on. Wait at least 5, or 0.',
    );
    expect(complaint('release.traffic', canary(1, 1))).toContain(
      'release.traffic.waitMinutes: No minute of a wait of 1',
    );
    expect(complaints('release.bakeMinutes', 5)).toEqual([]);
    expect(complaints('release.bakeMinutes', 0)).toEqual([]);
    expect(complaints('release.traffic', canary(1, 0))).toEqual([]);
  });

  it('publishes metrics at one of SageMaker’s frequencies that divide a minute', () => {
    expect(complaints('release.metricsEverySeconds', 10)).toEqual([]);
    expect(complaint('release.metricsEverySeconds', 20)).toContain('One of 10, 30, 60.');
  });
});

describe('the judge of a release', () => {
  const counter = { name: 'fallbacks', namespace: 'Tiny', events: 'Fallbacks', total: 'Answers' };

  it('tolerates less than it must exclude, of every metric', () => {
    expect(complaint('release.judge', { margin: 0.1, maxRegression: 0.05 })).toContain('must be above margin');
    expect(complaint('release.judge.clientErrors', { maxRegression: 0.01 })).toContain(
      'release.judge.clientErrors.maxRegression: maxRegression 0.01 must be above margin 0.01',
    );
    expect(complaint('release.judge.slow', { milliseconds: 500, margin: 0.2 })).toContain('judge.slow.maxRegression');
    expect(complaint('release.judge.custom', [{ ...counter, margin: 0.5 }])).toContain('custom.0.maxRegression');
  });

  it('tolerates no less beside blue’s past than beside blue', () => {
    expect(complaint('release.judge.baselineMargin', 0.001)).toContain('must be at least margin 0.005');
    expect(complaints('release.judge.baselineMargin', 0.005)).toEqual([]);
  });

  it('gives every metric a name of its own', () => {
    expect(complaint('release.judge.custom', [counter, counter])).toContain('custom.1.name: A second metric named');
    expect(complaint('release.judge.custom', [{ ...counter, name: 'Slow' }])).toContain('5xx, 4xx, slow are taken');
    expect(complaint('release.judge.custom', [{ ...counter, name: '4xx' }])).toContain('a letter first');
  });

  it('counts events among others, by dimensions that both fleets have', () => {
    expect(complaint('release.judge.custom', [{ ...counter, events: 'Answers' }])).toContain('"Answers" counts all');
    const dimensions = { EndpointConfigName: 'tiny-e1-v1' };
    expect(complaint('release.judge.custom', [{ ...counter, dimensions }])).toContain('is added for each fleet');
    const many = Object.fromEntries(Array.from({ length: 30 }, (_, index) => [`D${index}`, 'x']));
    expect(complaint('release.judge.custom', [{ ...counter, dimensions: many }])).toContain('at most 30');
    expect(complaint('release.judge.custom', [{ ...counter, namespace: ':x' }])).toContain('a namespace of CloudWatch');
  });

  it('names the nearest key of one that it does not know', () => {
    expect(complaint('release.judge.clientErors', {})).toContain('Nearest is "clientErrors"');
    expect(complaint('release.judge.inconclusive', 'procede')).toContain('Nearest is "proceed"');
  });
});

describe('a schedule', () => {
  it.each([
    'rate(1 day)',
    'rate(5 minutes)',
    'cron(0 6 ? * MON-FRI *)',
    'cron(0/15 8-17 1,15 JAN,jul ? 2026-2030)',
    'cron(0 10 L * ? *)',
    'cron(0 10 15W * ? *)',
    'cron(0 10 ? * 6#3 *)',
    'cron(*/5 * * * ? *)',
  ])('may be %s', (expression) => {
    expect(scheduleProblem(expression)).toBeUndefined();
  });

  it.each([
    ['every day', 'write rate(1 day)'],
    ['rate(1 days)', 'write 1 day.'],
    ['rate(2 day)', 'write 2 days.'],
    ['rate(0 days)', 'whole number'],
    ['cron(0 6 * * *)', 'this one has 5'],
    ['cron(0 6 * * * *)', 'exactly one'],
    ['cron(0 6 ? * ? *)', 'exactly one'],
    ['cron(60 6 ? * * *)', 'no minutes'],
    ['cron(0 24 ? * * *)', 'no hours'],
    ['cron(0 6 32 * ? *)', 'no day of month'],
    ['cron(0 6 ? FOO * *)', 'no month'],
    ['cron(0 6 ? * 8 *)', 'no day of week'],
    ['cron(0 6 ? * MON 1969)', 'no year'],
    ['cron(9-3 6 ? * MON *)', 'no minutes'],
    ['cron(0/0 6 ? * MON *)', 'no minutes'],
    ['cron(? 6 ? * MON *)', 'no minutes'],
  ])('may not be %s', (expression, why) => {
    expect(scheduleProblem(expression)).toContain(why);
  });

  it('is checked in the manifest, and never throws', () => {
    expect(complaint('data.schedule', 'cron(0 6 * * * *)')).toContain('data.schedule: "cron(0 6 * * * *)"');
    fc.assert(fc.property(fc.string(), (text) => void scheduleProblem(`cron(${text})`)));
  });
});

describe('the tiny manifest', () => {
  it('is sound, so that each complaint above has one cause', () => {
    expect(complaints('description', tinyDocument().description)).toEqual([]);
  });
});
