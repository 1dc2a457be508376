import { describe, expect, it } from 'vitest';
import type { ListedFile } from '#domain/landing/close-batch.ts';
import { datasetTakenBy, endLanding, shutLanding } from '#domain/landing/end-landing.ts';
import { type Landing, noLanding } from '#domain/landing/landing.ts';

const file = (name: string, versionId: string): ListedFile => ({
  key: name,
  versionId,
  etag: `"${name}"`,
  size: 1,
  lastModified: new Date(0),
});
const dataset = { id: 'd1', files: 1, bytes: 1 };
const open = { key: 'january@v1', run: 'churn-1', openedAt: '2026-03-01T00:00:00Z' };

describe('Shutting a landing', () => {
  it('lets the next object open another one, and remembers that this one is over', () => {
    expect(shutLanding({ ...noLanding, open }, 'churn-1')).toEqual({
      seen: {},
      ended: [{ key: 'january@v1', run: 'churn-1' }],
    });
  });

  it("leaves another run's landing as it is, and one that is shut", () => {
    expect(shutLanding({ ...noLanding, open }, 'churn-2')).toBeUndefined();
    expect(shutLanding(noLanding, 'churn-1')).toBeUndefined();
    expect(shutLanding(undefined, 'churn-1')).toBeUndefined();
  });
});

describe('Ending a landing', () => {
  const ended = { key: 'january@v1', run: 'churn-1', dataset };

  it('remembers what was taken, by version', () => {
    const taken = [file('a', 'v1')];
    expect(endLanding(undefined, ended, { taken, listed: taken, seen: {} })).toEqual({
      seen: { a: 'v1' },
      ended: [ended],
    });
  });

  it('refuses when another run took some of it since it was listed', () => {
    const current = { ...noLanding, seen: { a: 'v1' } };
    const taken = [file('a', 'v1'), file('b', 'v1')];
    expect(endLanding(current, ended, { taken, listed: taken, seen: {} })).toBeUndefined();
    const seen = { a: 'v0' };
    expect(endLanding({ ...noLanding, seen }, ended, { taken, listed: taken, seen })).toBeDefined();
  });

  it('refuses when another run took a newer version of it, which would be taken again', () => {
    const current = { ...noLanding, seen: { a: 'v2' } };
    const taken = [file('a', 'v1')];
    expect(endLanding(current, ended, { taken, listed: taken, seen: {} })).toBeUndefined();
  });

  it('forgets what is no longer there, so that the document does not grow for ever', () => {
    const seen = { gone: 'v1', kept: 'v1' };
    const listed = [file('kept', 'v1'), file('a', 'v1')];
    const found = { taken: [file('a', 'v1')], listed, seen };
    expect(endLanding({ ...noLanding, seen }, ended, found)?.seen).toEqual({ kept: 'v1', a: 'v1' });
  });

  it('does not forget what came, and was taken by another run, after it had listed', () => {
    const current = { ...noLanding, seen: { later: 'v1' } };
    const found = { taken: [file('a', 'v1')], listed: [file('a', 'v1')], seen: {} };
    expect(endLanding(current, ended, found)?.seen).toEqual({ later: 'v1', a: 'v1' });
  });

  it('leaves the landing open that another run waits for', () => {
    const current = { ...noLanding, open };
    expect(endLanding(current, { ...ended, run: 'asked' }, { taken: [], listed: [], seen: {} })?.open).toEqual(open);
  });

  it('remembers the newest hundred, and each run once', () => {
    let landing: Landing = noLanding;
    for (let index = 0; index < 120; index += 1) {
      const end = { key: `k${index}`, run: `r${index}`, dataset };
      landing = endLanding(landing, end, { taken: [], listed: [], seen: {} }) ?? landing;
    }
    landing = endLanding(landing, { key: 'k119', run: 'r119' }, { taken: [], listed: [], seen: {} }) ?? landing;
    expect(landing.ended).toHaveLength(100);
    expect(landing.ended.at(-1)).toEqual({ key: 'k119', run: 'r119' });
  });
});

describe('The dataset of a run', () => {
  const landing: Landing = {
    seen: {},
    ended: [
      { key: 'k1', run: 'churn-1-1', dataset },
      { key: 'k2', run: 'churn-2-1', dataset: { ...dataset, id: 'd2' } },
      { key: 'k3', run: 'churn-3-1' },
    ],
  };

  it('is the one it took', () => {
    expect(datasetTakenBy(landing, { key: 'other', run: 'churn-2-1' })?.id).toBe('d2');
  });

  it('is that of an earlier generation of the same business key', () => {
    expect(datasetTakenBy(landing, { key: 'k1', run: 'churn-1-2' })?.id).toBe('d1');
  });

  it('is none when nothing was taken', () => {
    expect(datasetTakenBy(landing, { key: 'k3', run: 'churn-3-1' })).toBeUndefined();
    expect(datasetTakenBy(undefined, { key: 'k1', run: 'churn-1-1' })).toBeUndefined();
  });
});
