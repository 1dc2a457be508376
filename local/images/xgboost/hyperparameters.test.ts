import { describe, expect, it } from 'vitest';
import { parseHyperparameters } from './hyperparameters.ts';

describe('parseHyperparameters', () => {
  it("fills in XGBoost's defaults", () => {
    expect(parseHyperparameters({ num_round: '10' })).toEqual({
      numRound: 10,
      objective: 'reg:squarederror',
      classes: 0,
      baseScore: 0.5,
      maxDepth: 6,
      eta: 0.3,
      lambda: 1,
      alpha: 0,
      gamma: 0,
      minChildWeight: 1,
      subsample: 1,
      colsampleBytree: 1,
      maxBin: 256,
      seed: 0,
      scalePosWeight: 1,
      earlyStoppingRounds: undefined,
      evalMetrics: [],
    });
  });

  it('knows the other names', () => {
    const given = { num_round: '1', learning_rate: '.1', reg_lambda: '2', reg_alpha: '3', min_split_loss: '4' };
    expect(parseHyperparameters(given)).toMatchObject({ eta: 0.1, lambda: 2, alpha: 3, gamma: 4 });
  });

  it('reads several metrics, each once', () => {
    expect(parseHyperparameters({ num_round: '1', eval_metric: 'auc, logloss,auc' }).evalMetrics).toEqual([
      'auc',
      'logloss',
    ]);
  });

  it('reads several classes with their own metrics', () => {
    const given = { num_round: '1', objective: 'multi:softprob', num_class: '4', eval_metric: 'merror,mlogloss' };
    expect(parseHyperparameters(given)).toMatchObject({ classes: 4, evalMetrics: ['merror', 'mlogloss'] });
  });

  it('takes a hyperparameter it does not implement when its value changes nothing', () => {
    expect(parseHyperparameters({ num_round: '1', booster: 'gbtree', max_delta_step: '0.0' }).numRound).toBe(1);
  });

  it.each([
    [{}, 'num_round is required'],
    [{ num_round: '1.5' }, 'num_round=1.5 is not a whole number'],
    [{ num_round: 'ten' }, 'num_round=ten is not a number'],
    [{ num_round: '0' }, 'num_round=0 is outside [1, infinity)'],
    [{ num_round: '1', subsample: '0' }, 'subsample=0 is outside (0, 1]'],
    [{ num_round: '1', eta: '1.1' }, 'eta=1.1 is outside [0, 1]'],
    [{ num_round: '1', eta: '0.1', learning_rate: '0.1' }, 'learning_rate is given twice, as eta too'],
    [
      { num_round: '1', objective: 'rank:ndcg' },
      'objective=rank:ndcg is not supported by the local XGBoost; it knows reg:squarederror',
    ],
    [
      { num_round: '1', objective: 'multi:softmax', num_class: '3' },
      'objective=multi:softmax is not supported by the local XGBoost; it knows reg:squarederror, binary:logistic, multi:softprob',
    ],
    [{ num_round: '1', objective: 'multi:softprob' }, 'num_class is required by multi:softprob'],
    [{ num_round: '1', objective: 'multi:softprob', num_class: '1' }, 'num_class=1 is outside [2, infinity)'],
    [{ num_round: '1', objective: 'binary:logistic', num_class: '2' }, 'num_class=2 does not fit binary:logistic'],
    [
      { num_round: '1', objective: 'multi:softprob', num_class: '3', scale_pos_weight: '2' },
      'scale_pos_weight=2 has no meaning for multi:softprob; leave it out',
    ],
    [
      { num_round: '1', objective: 'multi:softprob', num_class: '3', eval_metric: 'auc' },
      'eval_metric=auc does not fit multi:softprob; it takes mlogloss, merror',
    ],
    [
      { num_round: '1', eval_metric: 'merror' },
      'eval_metric=merror does not fit reg:squarederror; it takes auc, logloss, error, mae, rmse',
    ],
    [{ num_round: '1', tree_method: 'exact' }, 'tree_method=exact is not supported'],
    [{ num_round: '1', eval_metric: 'auc,ndcg' }, 'eval_metric=ndcg is not supported'],
    [{ num_round: '1', booster: 'dart' }, 'booster=dart is not supported by the local XGBoost; only booster=gbtree is'],
    [
      { num_round: '1', monotone_constraints: '(1,0)' },
      'monotone_constraints=(1,0) is not supported by the local XGBoost; leave it out',
    ],
    [{ num_round: '1', max_deph: '3' }, 'max_deph is not a hyperparameter of XGBoost; did you mean max_depth?'],
    [{ num_round: '1', constructor: '3' }, 'constructor is not a hyperparameter of XGBoost'],
    [{ num_round: '1', objective: 'binary:logistic', base_score: '1' }, 'base_score=1 is outside (0, 1)'],
  ])('refuses %j', (given, message) => {
    expect(() => parseHyperparameters(given as Record<string, string>)).toThrow(message);
  });
});
