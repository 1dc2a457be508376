import { readFileSync } from 'node:fs';
import { expect } from 'vitest';
import type { Clusters } from '#domain/evaluation/clusters.ts';

export type Pair = readonly [value: number, error: number];

export interface ModelFixture {
  readonly labels: number[];
  readonly candidate: number[];
  readonly champion: number[];
  readonly clusters: number[];
  readonly threshold: number;
  readonly expected: Record<'candidate' | 'champion', Record<string, number>>;
  readonly differences: Record<string, Pair>;
}

/** A frozen fixture; how it was made is told beside it. */
export function fixture<T = ModelFixture>(name: string): T {
  return JSON.parse(readFileSync(new URL(`fixtures/${name}.json`, import.meta.url), 'utf8')) as T;
}

export function clustersOf({ clusters }: Pick<ModelFixture, 'clusters'>): Clusters {
  return { codes: Uint32Array.from(clusters), count: Math.max(...clusters) + 1 };
}

/** Equal to nine digits, relative or absolute. */
export function expectClose(actual: number | null | undefined, expected: number): void {
  expect(Math.abs((actual ?? Number.NaN) - expected)).toBeLessThanOrEqual(1e-9 * Math.max(1, Math.abs(expected)));
}
