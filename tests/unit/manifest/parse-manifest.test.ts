import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { complaints, parseTiny, tinyDocument, withValue } from './a-manifest.ts';

const file = 'models/tiny/manifest.yaml';

describe('a manifest', () => {
  it('is read with its defaults when it is sound', () => {
    const parsed = parseTiny(tinyDocument());
    expect(parsed).toMatchObject({
      manifest: { model: 'tiny', approval: { mode: 'manual', expiresAfterHours: 168 }, stages: {} },
    });
  });

  it('names file, key and the nearest known key when a key is unknown', () => {
    expect(complaints('trainnig', {})).toEqual([`${file}: trainnig: Unknown key "trainnig". Nearest is "training".`]);
    expect(complaints('release.judge', { minimumRequest: 5 })).toEqual([
      `${file}: release.judge.minimumRequest: Unknown key "minimumRequest". Nearest is "minimumRequests".`,
    ]);
  });

  it('looks for the nearest key among those of the same kind of gate', () => {
    const gate = { kind: 'champion', name: 'x', metric: 'rmse', margn: 1, margin: 1 };
    expect(complaints('data.expectations.0', { check: 'freshness', hours: 1 })).toContainEqual(
      `${file}: data.expectations.0.hours: Unknown key "hours". Nearest is "maxAgeHours".`,
    );
    expect(complaints('gates.1', gate)).toEqual([`${file}: gates.1.margn: Unknown key "margn". Nearest is "margin".`]);
  });

  it('names the nearest metric when a gate is on an unknown one', () => {
    expect(complaints('gates.0.metric', 'rmsse')[0]).toContain('Unknown value "rmsse". Nearest is "rmse".');
  });

  it('names the nearest kind when a gate or an expectation has an unknown one', () => {
    expect(complaints('gates.0.kind', 'absolut')[0]).toContain(
      'gates.0.kind: Unknown value "absolut". Nearest is "absolute".',
    );
    expect(complaints('data.expectations.0.check', 'rowcount')[0]).toContain('Nearest is "rowCount".');
    expect(complaints('release.traffic', { type: 'canry', size: 1, waitMinutes: 5 })[0]).toContain(
      'Nearest is "canary"',
    );
    expect(complaints('data.format', undefined)[0]).toContain('data.format: Missing. One of csv, parquet.');
  });

  it('lists everything that is wrong, not only the first', () => {
    const parsed = parseTiny(withValue(withValue(tinyDocument(), 'data.eventTime', 'let_a'), 'data.schedule', 'daily'));
    expect('problems' in parsed && parsed.problems.map((found) => found.path)).toEqual([
      'data.eventTime',
      'data.schedule',
    ]);
  });

  it('is refused with problems, never with an exception, whatever the document is', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (document) => {
        expect(parseTiny(document)).toHaveProperty('problems');
      }),
    );
  });

  it('survives any single value put anywhere in a sound document', () => {
    const paths = [
      'data.columns',
      'gates',
      'gates.0',
      'release.traffic',
      'data.label',
      'stages',
      'data.expectations.1',
    ];
    fc.assert(
      fc.property(fc.constantFrom(...paths), fc.jsonValue(), (path, value) => {
        const parsed = parseTiny(withValue(tinyDocument(), path, value));
        expect('manifest' in parsed || parsed.problems.length > 0).toBe(true);
      }),
    );
  });
});
