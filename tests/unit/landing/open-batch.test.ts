import { describe, expect, it } from 'vitest';
import { type Landing, noLanding } from '#domain/landing/landing.ts';
import { openBatch } from '#domain/landing/open-batch.ts';

const now = new Date('2026-03-01T10:00:00Z');
const january = { model: 'churn', key: 'landing/churn/january.csv', etag: '"e1"', versionId: 'v1' };
const february = { model: 'churn', key: 'landing/churn/february.csv', etag: '"e2"', versionId: 'v2' };

/** The landing document after January opened it. */
function opened(): Landing & { readonly open: NonNullable<Landing['open']> } {
  const decision = openBatch(undefined, january, { now });
  if (decision.kind !== 'open') throw new Error(decision.kind);
  return { ...noLanding, open: decision.open };
}

describe('An object that arrives', () => {
  it('opens a landing when none is open, named after the object version', () => {
    expect(openBatch(undefined, january, { now })).toEqual({
      kind: 'open',
      open: {
        key: 'landing/churn/january.csv@v1',
        run: expect.stringMatching(/^churn-[0-9a-f]{12}-1$/),
        openedAt: '2026-03-01T10:00:00.000Z',
      },
    });
  });

  it('opens the same landing whenever its event comes', () => {
    const later = openBatch(undefined, january, { now: new Date('2026-03-02T00:00:00Z') });
    expect(later).toMatchObject({ open: { run: opened().open.run } });
  });

  it('joins the landing that is open', () => {
    const landing = opened();
    expect(openBatch(landing, february, { now })).toEqual({ kind: 'join', open: landing.open });
  });

  it('is known when that version was taken, also while another landing is open', () => {
    const landing = { ...opened(), seen: { [february.key]: 'v2' } };
    expect(openBatch(landing, february, { now }).kind).toBe('known');
  });

  it('is new when the same content lands again, as another version', () => {
    const landing = { ...noLanding, seen: { [january.key]: 'v1' } };
    expect(openBatch(landing, { ...january, versionId: 'v7' }, { now }).kind).toBe('open');
  });

  it('is known when the landing it opened has ended, though a later version was taken', () => {
    const { open } = opened();
    const landing: Landing = { seen: { [january.key]: 'v9' }, ended: [{ key: open.key, run: open.run }] };
    expect(openBatch(landing, january, { now })).toMatchObject({
      kind: 'known',
      reason: expect.stringContaining('ended'),
    });
  });

  it('is told by its ETag in a bucket without versions', () => {
    const landing = { ...noLanding, seen: { [january.key]: '"e1"' } };
    expect(openBatch(landing, { ...january, versionId: undefined }, { now }).kind).toBe('known');
    expect(openBatch(landing, { ...january, versionId: 'null', etag: '"e5"' }, { now }).kind).toBe('open');
    expect(openBatch(landing, { ...january, versionId: undefined, etag: undefined }, { now }).kind).toBe('open');
  });

  it('opens a landing of its own when the open one has lost its run', () => {
    const landing = opened();
    const decision = openBatch(landing, february, { now, deadRun: landing.open.run });
    expect(decision).toMatchObject({ kind: 'open', open: { key: 'landing/churn/february.csv@v2' } });
  });

  it('asks for a replay when it is the very object whose run has died', () => {
    const landing = opened();
    const decision = openBatch(landing, january, { now, deadRun: landing.open.run });
    expect(decision).toMatchObject({ kind: 'known', reason: expect.stringContaining('Replay it') });
  });
});
