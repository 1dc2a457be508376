import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { boost } from './boosting.ts';
import { parseHyperparameters } from './hyperparameters.ts';
import { readModel } from './model-file.ts';
import { modelFromJson } from './model-json.ts';
import { Predictor } from './predictor.ts';
import { FIXTURES, farthest, fixturePath, readFixture } from './testing/fixture.ts';

describe.each(FIXTURES)('the local XGBoost beside XGBoost 1.7.4: %s', (name) => {
  const fixture = readFixture(name);
  const theirs = readModel(fixturePath(`${name}.model.ubj`));
  const log: string[] = [];
  const ours = boost({
    train: fixture.data,
    hyperparameters: parseHyperparameters(fixture.hyperparameters),
    log: (line) => log.push(line),
  });

  it("predicts with XGBoost's model what XGBoost predicts", () => {
    expect(farthest(new Predictor(theirs).predict(fixture.data), fixture.predictions)).toBeLessThan(1e-6);
  });

  it('grows the same trees, split by split', () => {
    expect(ours.trees).toHaveLength(theirs.trees.length);
    for (const [i, tree] of ours.trees.entries()) {
      const { leftChildren, rightChildren, parents, splitIndices, defaultLeft } = theirs.trees[i]!;
      expect(tree).toMatchObject({ leftChildren, rightChildren, parents, splitIndices, defaultLeft });
    }
  });

  it('gives nodes the same thresholds, weights, gains and hessians', () => {
    for (const [i, tree] of ours.trees.entries()) {
      for (const key of ['splitConditions', 'baseWeights', 'lossChanges', 'sumHessian'] as const) {
        const expected = theirs.trees[i]![key];
        expect(farthest(tree[key], expected), key).toBeLessThan(1e-4 * Math.max(1, ...expected));
      }
    }
  });

  it('predicts the same', () => {
    expect(farthest(new Predictor(ours).predict(fixture.data), fixture.predictions)).toBeLessThan(1e-6);
  });

  it('logs the same metric each round', () => {
    expect(log).toEqual(
      fixture.metricByRound.map((value, round) => `[${round}]\ttrain-${fixture.metric}:${value.toFixed(5)}`),
    );
  });
});

describe('a model that XGBoost saved as JSON', () => {
  it('is the same as the one it saved as UBJSON', () => {
    const json = modelFromJson(readFileSync(fixturePath('logistic-missing.model.json'), 'utf8'));
    expect(json).toEqual(readModel(fixturePath('logistic-missing.model.ubj')));
  });
});
