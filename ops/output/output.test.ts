import { describe, expect, it } from 'vitest';
import { describeStage } from './describe-stage.ts';
import { metricsText, shortNumber } from './numbers.ts';
import { paintStatus, plainStyle, styleFor } from './style.ts';
import { pairs, table } from './table.ts';
import { secondsBetween, shortDuration, shortTime } from './time.ts';

describe('a table', () => {
  it('aligns its columns by the text, whatever colour it is shown in', () => {
    const red = (text: string) => `\x1b[31m${text}\x1b[39m`;
    const text = table(
      plainStyle,
      ['name', 'status'],
      [
        [{ text: 'a', paint: red }, 'ok'],
        ['longer', 'failed'],
      ],
    );
    expect(text.split('\n')).toEqual(['name    status', `${red('a')}       ok`, 'longer  failed']);
  });

  it('is nothing without rows', () => {
    expect(table(plainStyle, ['name'], [])).toBe('');
  });

  it('fills a row that is too short', () => {
    expect(table(plainStyle, ['a', 'b'], [['1'], ['2', '3']])).toBe('a  b\n1\n2  3');
  });
});

describe('pairs', () => {
  it('aligns values and leaves out what is not known', () => {
    expect(
      pairs(plainStyle, [
        ['model', 'churn'],
        ['paused', undefined],
        ['metrics', ''],
        ['at', { text: 'x', paint: (text) => `<${text}>` }],
      ]),
    ).toBe('model  churn\nat     <x>');
  });
});

describe('colour', () => {
  it('is used on a terminal', () => {
    expect(styleFor({ isTTY: true }, {}).bad('no')).toBe('\x1b[31mno\x1b[39m');
  });

  it.each([
    ['what is piped', {}, {}],
    ['NO_COLOR', { isTTY: true }, { NO_COLOR: '1' }],
    ['a dumb terminal', { isTTY: true }, { TERM: 'dumb' }],
  ])('is left out for %s', (_, output, env) => {
    expect(styleFor(output, env).bad('no')).toBe('no');
  });

  it('says how a status is meant', () => {
    const style = {
      ...plainStyle,
      good: (text: string) => `+${text}`,
      bad: (text: string) => `-${text}`,
      warn: (text: string) => `!${text}`,
    };
    expect(['SUCCEEDED', 'FAILED', 'RUNNING', 'Queued'].map((status) => paintStatus(style, status))).toEqual([
      '+SUCCEEDED',
      '-FAILED',
      '!RUNNING',
      'Queued',
    ]);
  });
});

describe('times', () => {
  it('are short and in UTC, as AWS tells them', () => {
    expect(shortTime('2001-02-01T07:03:59+01:00')).toBe('2001-02-01 06:03Z');
  });

  it('are shown as they are when they are no times', () => {
    expect(shortTime('soon')).toBe('soon');
  });

  it.each([
    [0, '0 s'],
    [45.4, '45 s'],
    [200, '3 min 20 s'],
    [3600, '1 h'],
    [7500, '2 h 5 min'],
    [273_600, '3 d 4 h'],
    [-3, '0 s'],
  ])('%d seconds are %s', (seconds, text) => {
    expect(shortDuration(seconds)).toBe(text);
  });

  it('are subtracted in seconds', () => {
    expect(secondsBetween('2001-02-01T06:00:00Z', '2001-02-01T06:01:30Z')).toBe(90);
  });
});

describe('numbers', () => {
  it('have four decimals, or separators', () => {
    expect([shortNumber(0.731234), shortNumber(12345)]).toEqual(['0.7312', '12,345']);
  });

  it('are named, as metrics', () => {
    expect(metricsText({ auc: 0.5, rows: 3 })).toBe('auc 0.5000, rows 3');
    expect(metricsText({ auc: 0.5, rows: 3, f1: 1 }, 1)).toBe('auc 0.5000, and 2 more');
    expect(metricsText(undefined)).toBe('');
  });
});

describe('a stage in one line', () => {
  it.each([
    ['SnapshotDataset', { dataset: { status: 'Unchanged', id: 'a' } }, 'Unchanged'],
    [
      'ValidateDataset',
      {
        validation: {
          verdict: 'Rejected',
          evidenceUri: 's3://data/e',
          rows: 1200,
          reasons: ['30 % of delay is null.'],
        },
      },
      'Rejected: 1,200 rows. 30 % of delay is null.',
    ],
    [
      'PrepareDataset',
      {
        prepared: {
          rows: { train: 1200, validation: 100, holdout: 300 },
          trainedThrough: '2024-01-24T00:00:00.000Z',
          holdoutFrom: '2024-01-25T00:00:00.000Z',
          featureVerdict: { verdict: 'Rejected', evidenceUri: 's3://data/e', reasons: ['`lag` moved by 0.4.'] },
        },
      },
      'Rejected: `lag` moved by 0.4.',
    ],
    [
      'GateCandidate',
      { gates: { verdict: 'Failed', evidenceUri: 's3://a/b', evidenceDigest: 'd', reasons: ['auc is too low.'] } },
      'Failed: auc is too low.',
    ],
    [
      'EvaluateCandidate',
      {
        evaluation: {
          rows: 1200,
          metrics: { auc: 0.7 },
          champion: { version: 3, comparison: 'Compared' },
          anchor: { version: 1, comparison: 'NotComparable', reason: 'gone' },
        },
      },
      '1,200 rows: auc 0.7000; champion, version 3: Compared; anchor, version 1: NotComparable',
    ],
    [
      'AdmitRelease',
      { admission: { outcome: 'Queued', reason: 'churn is paused.', epoch: 0 } },
      'Queued. churn is paused.',
    ],
    [
      'ConfirmRelease',
      {
        confirmation: {
          outcome: 'RolledBack',
          reasons: ['Green failed more.'],
          serving: { version: { number: 1, arn: 'a' }, configName: 'dev-churn-e1-v1', epoch: 1 },
        },
      },
      'RolledBack. Serving dev-churn-e1-v1. Green failed more.',
    ],
  ])('%s', (state, data, line) => {
    expect(describeStage(state, data)).toBe(line);
  });

  it('says nothing of a state that decides nothing, or of data it does not know', () => {
    expect(describeStage('WaitForLanding', {})).toBeUndefined();
    expect(describeStage('GateCandidate', { gates: { verdict: 'Maybe' } })).toBeUndefined();
  });
});
