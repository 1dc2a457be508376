import { describe, expect, it } from 'vitest';
import { closeBatch, type ListedFile, type Look } from '#domain/landing/close-batch.ts';

const at = (time: string) => new Date(`2026-03-01T${time}Z`);
const file = (name: string, time: string, versionId = `v-${name}`): ListedFile => ({
  key: `landing/churn/${name}`,
  versionId,
  etag: `"${name}"`,
  size: 10,
  lastModified: at(time),
});
const quiet: Look = {
  completeWhen: 'quiet',
  marker: '_SUCCESS',
  quietMinutes: 5,
  now: at('10:00:00'),
  openedAt: '2026-03-01T09:50:00Z',
};
const marked: Look = { ...quiet, completeWhen: 'marker', openedAt: '2026-03-01T09:58:00Z' };
const names = (files: readonly ListedFile[]) => files.map(({ key }) => key.slice('landing/churn/'.length));

/** What is taken of these files, or what is done instead. */
function taken(listed: readonly ListedFile[], look: Look, seen: Record<string, string> = {}) {
  const decision = closeBatch(listed, seen, look);
  return decision.kind === 'close' ? names(decision.files) : decision;
}

describe('A landing that is complete when it is quiet', () => {
  it('waits until no object has come for the quiet minutes', () => {
    expect(taken([file('a', '09:50:00'), file('b', '09:57:30')], quiet)).toEqual({ kind: 'open', waitSeconds: 150 });
  });

  it('looks again no sooner than after ten seconds', () => {
    const look = { ...quiet, quietMinutes: 1, openedAt: '2026-03-01T09:59:00Z' };
    expect(taken([file('a', '09:59:05')], look)).toEqual({ kind: 'open', waitSeconds: 10 });
  });

  it('looks ever more rarely where something lands all the time', () => {
    const waits = ['2026-03-01T09:30:00Z', '2026-02-28T10:00:00Z', '2026-02-22T10:00:00Z'].map((openedAt) =>
      closeBatch([file('a', '09:59:59')], {}, { ...quiet, quietMinutes: 1, openedAt }),
    );
    expect(waits).toEqual([90, 900, 900].map((waitSeconds) => ({ kind: 'open', waitSeconds })));
  });

  it('counts the quiet minutes from its opening for an upload that was begun long before', () => {
    const look = { ...quiet, openedAt: '2026-03-01T09:58:00Z' };
    expect(taken([file('large', '07:00:00')], look)).toEqual({ kind: 'open', waitSeconds: 180 });
  });

  it('takes everything new when the quiet minutes have passed', () => {
    expect(taken([file('a', '09:50:00'), file('b', '09:55:00')], quiet)).toEqual(['a', 'b']);
  });

  it('leaves out what was taken before, by version', () => {
    const listed = [file('a', '09:00:00'), file('b', '09:10:00', 'v2')];
    const seen = { 'landing/churn/a': 'v-a', 'landing/churn/b': 'v1' };
    expect(taken(listed, quiet, seen)).toEqual(['b']);
  });

  it('counts folders and markers as no data', () => {
    const listed = [file('folder/', '09:00:00'), file('_SUCCESS', '09:00:00')];
    expect(taken(listed, quiet)).toEqual({ kind: 'nothing-new' });
    const decision = closeBatch([...listed, file('a', '09:00:00')], {}, quiet);
    expect(decision.kind === 'close' && names(decision.markers)).toEqual(['_SUCCESS']);
  });

  it('has nothing new when nothing is there', () => {
    expect(taken([], quiet)).toEqual({ kind: 'nothing-new' });
  });
});

describe('A landing that is complete when its marker is there', () => {
  it('waits for the marker, the longer it is open the longer', () => {
    const listed = [file('a', '09:00:00')];
    expect(taken(listed, marked)).toEqual({ kind: 'open', waitSeconds: 60 });
    expect(taken(listed, { ...marked, openedAt: '2026-03-01T09:40:00Z' })).toEqual({ kind: 'open', waitSeconds: 300 });
    expect(taken(listed, { ...marked, openedAt: '2026-02-28T09:40:00Z' })).toEqual({ kind: 'open', waitSeconds: 900 });
  });

  it('takes what came before the marker at once, and in its very second', () => {
    const listed = [file('a', '09:59:00'), file('b', '09:59:59'), file('_SUCCESS', '09:59:59')];
    expect(taken(listed, marked)).toEqual(['a', 'b']);
  });

  it('leaves what came after the marker to the next one', () => {
    const listed = [file('a', '09:50:00'), file('_SUCCESS', '09:51:00'), file('late', '09:52:00')];
    expect(taken(listed, marked)).toEqual(['a']);
    const seen = { 'landing/churn/a': 'v-a', 'landing/churn/_SUCCESS': 'v-_SUCCESS' };
    expect(taken(listed, marked, seen)).toMatchObject({ kind: 'open' });
    const next = [...listed.filter(({ key }) => !key.endsWith('_SUCCESS')), file('_SUCCESS', '09:55:00', 'v2')];
    expect(taken(next, marked, seen)).toEqual(['late']);
  });

  it('does not take the marker of an earlier landing for its own, even within one second', () => {
    const listed = [file('_SUCCESS', '09:59:59'), file('a', '09:59:59')];
    expect(taken(listed, marked, { 'landing/churn/_SUCCESS': 'v-_SUCCESS' })).toMatchObject({ kind: 'open' });
  });

  it('knows a marker that was written again with the same content', () => {
    const listed = [file('a', '09:58:00'), file('_SUCCESS', '09:59:00', 'v2')];
    expect(taken(listed, marked, { 'landing/churn/_SUCCESS': 'v1' })).toEqual(['a']);
  });

  it('takes only the folder that the marker stands in', () => {
    const listed = [file('jan/a', '09:50:00'), file('jan/_SUCCESS', '09:51:00'), file('feb/a', '09:49:00')];
    expect(taken(listed, marked)).toEqual(['jan/a']);
  });

  it('has nothing new when only a marker came', () => {
    expect(taken([file('_SUCCESS', '09:51:00')], marked)).toEqual({ kind: 'nothing-new' });
  });
});
