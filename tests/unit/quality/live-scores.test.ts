import { describe, expect, it } from 'vitest';
import { LiveScoresSettings } from '#domain/manifest/quality-schema.ts';
import type { CapturedRecord } from '#domain/quality/captured-record.ts';
import { LiveScores, noLiveScores, withLook } from '#domain/quality/live-scores.ts';
import { withScores } from '#domain/quality/with-scores.ts';

const settings = LiveScoresSettings.parse({ minimumRows: 50 });
const NOON = Date.UTC(2026, 2, 1, 12);

const tenths = Array.from({ length: 9 }, (_, bin) => (bin + 1) / 10);
const reference = {
  ...{ rows: 1000, from: 0, to: 1, edges: tenths, counts: new Array(10).fill(100) },
  ...{ mostFrequent: 2, nearLow: 1, nearHigh: 1 },
};
const nothing = noLiveScores({
  ...{ model: 'churn', release: 'r', configName: 'c', version: 3, kind: 'binary', through: '' },
  reference,
});

function records(count: number, score: (row: number) => number, at = NOON): CapturedRecord[] {
  return Array.from({ length: count }, (_, row) => ({
    eventId: `${at} ${row}`,
    inferenceId: undefined,
    at: at + row,
    inputs: [`row ${at} ${row}`],
    answer: { scores: [score(row)] },
  }));
}

const look = (captured: readonly CapturedRecord[], rest: object = {}) => ({
  ...{ records: captured, badLines: 0, files: { read: 1, leftOut: 0 }, through: 't', at: 'a' },
  ...rest,
});

describe('live scores', () => {
  it('of several looks are counted together, with what could not be read', () => {
    const first = withLook(
      nothing,
      look(
        records(60, (row) => row / 60),
        { badLines: 2 },
      ),
      settings,
    );
    const unreadable: CapturedRecord = { ...records(1, () => 0)[0]!, answer: { unreadable: 'no JSON' } };
    const both = withLook(first, look([unreadable], { files: { read: 2, leftOut: 3 }, through: 'u' }), settings);
    expect(both).toMatchObject({
      ...{ records: 61, badLines: 2, through: 'u', files: { read: 3, leftOut: 3 } },
      ...{ unreadable: { records: 1, why: 'no JSON' }, whole: { rows: 60 }, finding: { verdict: 'Alike' } },
    });
    expect(LiveScores.parse(JSON.parse(JSON.stringify(both)))).toEqual(both);
  });

  it('are the same for the same look on the same document', () => {
    const seen = look(records(60, (row) => row / 60));
    expect(withLook(nothing, seen, settings)).toEqual(withLook(nothing, seen, settings));
  });

  it('that break hours later are seen by the newest hour', () => {
    const well = withLook(nothing, look(records(500, (row) => row / 500)), settings);
    const broken = records(60, () => 0.5, NOON + 5 * 3_600_000);
    const later = withLook(well, look(broken), settings);
    expect(later.hour).toMatchObject({ of: '2026-03-01T17', tally: { rows: 60 } });
    expect(later.finding).toMatchObject({ verdict: 'Degenerate', rows: 60 });
    const mended = withLook(later, look(records(60, (row) => row / 60, NOON + 6 * 3_600_000)), settings);
    expect(mended.finding.verdict).toBe('Alike');
  });

  it('of an hour that is over change the newest hour no more', () => {
    const now = withLook(nothing, look(records(60, (row) => row / 60, NOON + 3_600_000)), settings);
    const late = withLook(now, look(records(60, () => 0.5)), settings);
    expect(late.hour).toEqual(now.hour);
    expect(late.whole.rows).toBe(120);
  });
});

describe('a judgement on traffic', () => {
  const healthy = { verdict: 'Healthy', reasons: ['All is well.'], eValue: 1 } as const;
  const finding = (verdict: 'Degenerate' | 'Unlike') => ({ verdict, rows: 9, sentence: 'All are 0.5.' });

  it('is overruled by degenerate scores only, and only where that is enforced', () => {
    expect(withScores(healthy, finding('Degenerate'), 'enforce')).toEqual({
      ...healthy,
      verdict: 'Harmful',
      reasons: ['All are 0.5.', 'All is well.'],
    });
    expect(withScores(healthy, finding('Degenerate'), 'observe')).toBe(healthy);
    expect(withScores(healthy, finding('Unlike'), 'enforce')).toBe(healthy);
    expect(withScores(healthy, undefined, undefined)).toBe(healthy);
  });
});
