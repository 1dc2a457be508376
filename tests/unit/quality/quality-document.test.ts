import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { labelsOfReign, listingOf, reignFrom } from '#domain/quality/label-listing.ts';
import { newestFiles } from '#domain/quality/newest-files.ts';
import { isNewer, isUnjudged, type QualityDocument } from '#domain/quality/quality-document.ts';

const NOON = new Date('2026-03-01T12:00:00Z');
const at = (minutes: number) => new Date(NOON.getTime() + minutes * 60_000);
const file = (key: string, minutes: number, rest: object = {}) => ({
  ...{ key, size: 10, etag: `"${key}"`, lastModified: at(minutes) },
  ...rest,
});

describe('the newest files', () => {
  it('stay within both limits, and nothing newer is left out', () => {
    const listed = fc.array(
      fc.record({
        key: fc.string(),
        size: fc.nat(100),
        lastModified: fc.nat(50).map((minutes) => at(minutes)),
      }),
    );
    fc.assert(
      fc.property(listed, fc.nat(20), fc.nat(500), (all, files, bytes) => {
        const found = newestFiles(all, { files, bytes });
        expect(found.files.length + found.leftOut).toBe(all.length);
        expect(found.files.length).toBeLessThanOrEqual(files);
        expect(found.files.reduce((sum, { size }) => sum + size, 0)).toBeLessThanOrEqual(bytes);
        const oldest = Math.min(...found.files.map(({ lastModified }) => lastModified.getTime()));
        const left = all.filter((each) => !found.files.includes(each));
        if (found.files.length > 0)
          expect(left.every(({ lastModified }) => lastModified.getTime() <= oldest)).toBe(true);
      }),
    );
  });
});

describe('labels of a reign', () => {
  it('are those that landed since its deployment began, the older ones first', () => {
    const from = reignFrom({ since: at(60 * 8).toISOString() }, at(60 * 24));
    expect(from).toEqual(NOON);
    const listed = [file('b', 5), file('a', 5), file('early', -1), file('folder/', 3), file('c', 1)];
    const { files } = labelsOfReign(listed, from, { files: 10, bytes: 1000 });
    expect(files.map(({ key }) => key)).toEqual(['c', 'a', 'b']);
  });

  it('of more than a month ago are not waited for', () => {
    const now = at(60 * 24 * 90);
    expect(reignFrom({ since: NOON.toISOString() }, now)).toEqual(at(60 * 24 * 60));
  });

  it('have a listing that changes with every key and content, and with nothing else', () => {
    const listing = (...files: ReturnType<typeof file>[]) => listingOf({ files, leftOut: 0 });
    const two = listing(file('a', 1), file('b', 2));
    expect(listing(file('b', 2), file('a', 1))).toEqual(two);
    expect(two).toMatchObject({ files: 2, newest: at(2).toISOString() });
    expect(listing(file('a', 1)).digest).not.toBe(two.digest);
    expect(listing(file('a', 1), file('b', 2, { etag: '"new"' })).digest).not.toBe(two.digest);
    expect(listing()).toMatchObject({ files: 0, newest: '' });
  });
});

describe('labels', () => {
  const labels = listingOf({ files: [file('a', 0)], leftOut: 0 });
  const judged = (minutes: number, unknown: number) =>
    ({ labels, at: at(minutes).toISOString(), counts: { unknown } }) as unknown as QualityDocument;

  it('are unjudged when nothing knows them, or others came', () => {
    expect(isUnjudged(undefined, labels, NOON)).toBe(true);
    expect(isUnjudged(judged(1, 0), listingOf({ files: [file('b', 0)], leftOut: 0 }), NOON)).toBe(true);
    expect(isUnjudged(judged(1, 0), labels, at(100))).toBe(false);
    expect(isUnjudged(undefined, listingOf({ files: [], leftOut: 0 }), NOON)).toBe(false);
  });

  it('whose predictions were not there yet are judged again, for an hour, every ten minutes', () => {
    expect(isUnjudged(judged(1, 5), labels, at(10))).toBe(false);
    expect(isUnjudged(judged(1, 5), labels, at(11))).toBe(true);
    expect(isUnjudged(judged(59, 5), labels, at(70))).toBe(true);
    expect(isUnjudged(judged(61, 5), labels, at(90))).toBe(false);
  });

  it('judged twice at once are kept as the later listing has them', () => {
    expect(isNewer(judged(5, 0), undefined)).toBe(true);
    expect(isNewer(judged(5, 0), judged(4, 0))).toBe(true);
    expect(isNewer(judged(4, 0), judged(5, 0))).toBe(false);
  });
});
