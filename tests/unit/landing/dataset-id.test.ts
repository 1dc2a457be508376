import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { datasetId } from '#domain/landing/dataset-id.ts';

const files = fc.uniqueArray(fc.record({ key: fc.string({ minLength: 1 }), etag: fc.string(), size: fc.nat() }), {
  minLength: 1,
  maxLength: 8,
  selector: ({ key }) => key,
});

describe("A dataset's id", () => {
  it('is 16 hexadecimal digits', () => {
    fc.assert(fc.property(files, (listed) => /^[0-9a-f]{16}$/.test(datasetId(listed))));
  });

  it('does not depend on the order of the listing, nor on versions', () => {
    fc.assert(
      fc.property(files, (listed) => {
        const again = listed.toReversed().map((file, index) => ({ ...file, versionId: `v${index}` }));
        expect(datasetId(again)).toBe(datasetId(listed));
      }),
    );
  });

  it('changes with any content', () => {
    fc.assert(
      fc.property(files, fc.nat(), (listed, index) => {
        const changed = listed.with(index % listed.length, { ...listed[index % listed.length]!, etag: 'another one' });
        fc.pre(!listed.some(({ etag }) => etag === 'another one'));
        expect(datasetId(changed)).not.toBe(datasetId(listed));
      }),
    );
  });

  it('cannot be confused by keys that contain separators', () => {
    const one = [{ key: 'a\nb', etag: 'e', size: 1 }];
    const two = [
      { key: 'a', etag: 'e', size: 1 },
      { key: 'b', etag: 'e', size: 1 },
    ];
    expect(datasetId(one)).not.toBe(datasetId(two));
  });
});
