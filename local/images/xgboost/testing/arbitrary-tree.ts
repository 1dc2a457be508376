import fc from 'fast-check';
import type { Model } from '../model.ts';
import { type Tree, TreeBuilder } from '../tree.ts';

const float = fc.float({ noNaN: true, noDefaultInfinity: true, min: -4, max: 4 });
const leaf = fc.record({ value: float, hessian: fc.float({ noNaN: true, min: 0, max: 100 }) });

/** Trees of any shape, with up to eight splits. */
export function trees({ features }: { readonly features: number }): fc.Arbitrary<Tree> {
  const split = fc.record({
    leaf: fc.nat(),
    feature: fc.nat({ max: features - 1 }),
    condition: fc.integer({ min: -3, max: 3 }),
    defaultLeft: fc.boolean(),
    gain: fc.float({ noNaN: true, min: 0, max: 10 }),
    weight: float,
    children: fc.tuple(leaf, leaf),
  });
  return fc.tuple(leaf, fc.array(split, { maxLength: 8 })).map(([root, splits]) => {
    const builder = new TreeBuilder(root);
    const open = [0];
    for (const { leaf, children, ...condition } of splits) {
      const [node] = open.splice(leaf % open.length, 1);
      const left = builder.split(node!, condition, children);
      open.push(left, left + 1);
    }
    return builder.build();
  });
}

const common = {
  baseScore: fc.double({ min: 0.01, max: 0.99, noNaN: true }),
  features: fc.constant(3),
  attributes: fc.constantFrom({}, { best_iteration: '7', best_score: '0.25', 'naïve "text"': '\n' }),
};

const oneOutput = fc
  .record({
    ...common,
    objective: fc.constantFrom('binary:logistic', 'reg:squarederror'),
    classes: fc.constant(0),
    scalePosWeight: fc.double({ min: 0.1, max: 50, noNaN: true }),
    trees: fc.array(trees({ features: 3 }), { maxLength: 4 }),
  })
  .map((model): Model => ({ ...model, treeClasses: model.trees.map(() => 0) }));

const severalClasses = fc.integer({ min: 2, max: 4 }).chain((classes) =>
  fc
    .record({
      ...common,
      objective: fc.constant('multi:softprob'),
      classes: fc.constant(classes),
      scalePosWeight: fc.constant(1),
      trees: fc.array(trees({ features: 3 }), { minLength: classes, maxLength: classes }),
    })
    .map((model): Model => ({ ...model, treeClasses: model.trees.map((_, tree) => tree) })),
);

/** Models as a training could have made them. */
export const models: fc.Arbitrary<Model> = fc.oneof(oneOutput, severalClasses);
