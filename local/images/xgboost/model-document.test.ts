import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { documentOf, modelOf } from './model-document.ts';
import { modelFromJson, modelToJson } from './model-json.ts';
import { modelFromUbjson, modelToUbjson } from './model-ubjson.ts';
import { models } from './testing/arbitrary-tree.ts';
import { decodeUbjson } from './ubjson-decode.ts';

const [sample] = fc.sample(fc.tuple(models), { seed: 1, numRuns: 40 }).filter(([model]) => {
  return model.classes === 0 && model.trees.length > 1;
})[0]!;

/** A model's document as it is read back, with one field changed. */
function changed(path: string, value: unknown): unknown {
  const document = JSON.parse(modelToJson(sample)) as Record<string, unknown>;
  const keys = path.split('.');
  const last = keys.pop()!;
  const holder = keys.reduce<Record<string, unknown>>((inner, key) => inner[key] as Record<string, unknown>, document);
  if (value === undefined) delete holder[last];
  else holder[last] = value;
  return document;
}

describe('a model written and read again', () => {
  it('is the same in UBJSON', () => {
    fc.assert(
      fc.property(models, (model) => {
        expect(modelFromUbjson(modelToUbjson(model))).toEqual(model);
      }),
    );
  });

  it('is the same in JSON', () => {
    fc.assert(
      fc.property(models, (model) => {
        expect(modelFromJson(modelToJson(model))).toEqual(model);
      }),
    );
  });
});

describe('a model in JSON', () => {
  it('writes every float with an exponent, without which XGBoost 1.7.4 reads an integer', () => {
    const arrays = modelToJson(sample).matchAll(
      /"(?:base_weights|loss_changes|split_conditions|sum_hessian)":\[([^\]]*)\]/g,
    );
    const floats = [...arrays].flatMap(([, list]) => list!.split(','));
    expect(floats.length).toBeGreaterThan(3);
    for (const float of floats) expect(float).toMatch(/^-?\d\.\d+E-?\d+$/);
  });
});

describe('a model in UBJSON', () => {
  it('types the arrays as XGBoost does', () => {
    const text = Buffer.from(modelToUbjson(sample)).toString('latin1');
    const types = { split_conditions: 'd', left_children: 'l', default_left: 'U', categories_sizes: 'L' };
    for (const [key, type] of Object.entries(types)) expect(text).toMatch(new RegExp(`${key}\\[\\$${type}#L`));
    expect(text).toContain('tree_info[L');
  });

  it('fails when a byte is missing', () => {
    const bytes = modelToUbjson(sample);
    for (let length = 1; length < bytes.length; length++) {
      expect(() => modelFromUbjson(bytes.subarray(0, length))).toThrow(
        expect.objectContaining({ name: 'ModelFormatError' }),
      );
    }
  });
});

describe('modelOf', () => {
  it('reads what documentOf wrote', () => {
    expect(decodeUbjson(modelToUbjson(sample))).toMatchObject({ version: [1, 7, 4] });
    expect(documentOf(sample)).toHaveProperty('learner.gradient_booster.name', 'gbtree');
  });

  it('takes a base score written as a vector, as XGBoost 3.1 does', () => {
    const model = modelOf(changed('learner.learner_model_param.base_score', '[2.5E-1]'));
    expect(model.baseScore).toBe(0.25);
  });

  it.each([
    ['learner', undefined, 'The model has no object learner'],
    ['learner.objective.name', undefined, 'The model has no text learner.objective.name'],
    ['learner.gradient_booster.name', 'dart', 'learner.gradient_booster.name: "dart" is not supported, only gbtree'],
    ['learner.learner_model_param.num_class', '3', /num_class: 3 classes do not fit the objective (binary|reg):/],
    [
      'learner.gradient_booster.model.tree_info',
      [0, 7],
      /tree_info: (it has 2 elements|a tree is of the class 7, of 1)/,
    ],
    [
      'learner.gradient_booster.model.trees.0.parents',
      undefined,
      'no array learner.gradient_booster.model.trees[0].parents',
    ],
    ['learner.learner_model_param.num_feature', '0', /split_indices: node 0 asks for feature \d of 0/],
    ['learner.gradient_booster.model.trees.0.split_type', [], 'split_type: it has 0 elements'],
    ['learner.gradient_booster.model.trees.0.tree_param.num_nodes', '900', 'elements, not 900'],
  ])('refuses a model whose %s is %j', (path, value, message) => {
    expect(() => modelOf(changed(path, value))).toThrow(message);
  });

  it('refuses nodes that are no tree', () => {
    const document = changed('learner.attributes', {}) as {
      learner: { gradient_booster: { model: { trees: { left_children: number[] }[] } } };
    };
    const tree = document.learner.gradient_booster.model.trees.find(({ left_children: left }) => left.length > 1)!;
    tree.left_children[0] = 0;
    expect(() => modelOf(document)).toThrow('node 0 has the child 0, which makes no tree');
  });
});
