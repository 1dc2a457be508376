import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { CAPACITY } from '#domain/landing/measure-plan.ts';

/** MiB of disk that a function has; Lambda gives 512 unless more is asked for. */
function diskOf(name: string): number {
  const settings = parse(readFileSync(`functions/${name}.yml`, 'utf8'), { logLevel: 'silent' }) as {
    readonly function: { readonly ephemeralStorageSize?: number };
  };
  return settings.function.ephemeralStorageSize ?? 512;
}

const mib = 2 ** 20;

describe('What functions are taken to hold', () => {
  it.each(['validate-dataset', 'measure-files', 'count-files'])(
    'fills at most half of the disk of %s, and most of that half',
    (name) => {
      expect(CAPACITY.partBytes / mib).toBeLessThanOrEqual(0.5 * diskOf(name));
      expect(CAPACITY.partBytes / mib).toBeGreaterThan(0.4 * diskOf(name));
    },
  );

  it('fills at most three tenths of the disk of prepare-dataset', () => {
    expect(CAPACITY.windowBytes / mib).toBeLessThanOrEqual(0.3 * diskOf('prepare-dataset'));
    expect(CAPACITY.windowBytes / mib).toBeGreaterThan(0.25 * diskOf('prepare-dataset'));
  });

  it('leaves evaluate-candidate the disk for labels and three sets of scores, at 80 bytes a row each', () => {
    expect((CAPACITY.holdoutRows * 4 * 80) / mib).toBeLessThanOrEqual(diskOf('evaluate-candidate'));
  });
});
