import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { FlatForest } from './flat-forest.ts';
import { trees } from './testing/arbitrary-tree.ts';
import { labelled } from './testing/fixture.ts';
import type { Tree } from './tree.ts';

/** The rule of XGBoost, step by step. */
function walk(tree: Tree, row: readonly number[]): number {
  let node = 0;
  while (tree.leftChildren[node]! >= 0) {
    const value = Math.fround(row[tree.splitIndices[node]!]!);
    const goesLeft = Number.isNaN(value) ? tree.defaultLeft[node] === 1 : value < tree.splitConditions[node]!;
    node = goesLeft ? tree.leftChildren[node]! : tree.rightChildren[node]!;
  }
  return tree.splitConditions[node]!;
}

describe('FlatForest', () => {
  it('answers as a walk through each tree does, missing values included', () => {
    const value = fc.oneof(fc.constant(Number.NaN), fc.integer({ min: -3, max: 3 }));
    const rows = fc.array(fc.tuple(value, value, value), { minLength: 1, maxLength: 140 });
    fc.assert(
      fc.property(fc.array(trees({ features: 3 }), { maxLength: 4 }), rows, (forest, rows) => {
        const margins = new Float32Array(rows.length).fill(0.5);
        new FlatForest(forest).addTo(margins, labelled(rows, []));
        const expected = rows.map((row) => forest.reduce((sum, tree) => Math.fround(sum + walk(tree, row)), 0.5));
        expect(Array.from(margins)).toEqual(expected);
      }),
    );
  });
});
