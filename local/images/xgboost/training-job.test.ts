import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readModel } from './model-file.ts';
import { Predictor } from './predictor.ts';
import { FIXTURES, farthest, fixturePath, readFixture } from './testing/fixture.ts';
import { TrainingFolder } from './testing/training-folder.ts';
import { runTrainingJob } from './training-job.ts';

const CSV = '1,2,3\n0,1,3\n1,3,3\n0,0,1\n';
const HYPERPARAMETERS = { num_round: '3', objective: 'binary:logistic' };

function run(folder: TrainingFolder): string[] {
  const log: string[] = [];
  runTrainingJob({ base: folder.base, log: (line) => log.push(line) });
  return log;
}

describe('a training job', () => {
  it.each(FIXTURES)('leaves a model that predicts as a real XGBoost does: %s', (name) => {
    using folder = new TrainingFolder();
    const { hyperparameters, data, predictions } = readFixture(name);
    run(folder.job(hyperparameters, { train: { 'a.csv': readFileSync(fixturePath(`${name}.csv`), 'utf8') } }));
    const model = readModel(join(folder.base, 'model', 'xgboost-model'));
    expect(farthest(new Predictor(model).predict(data), predictions)).toBeLessThan(1e-6);
  });

  it('says how many rows it trains on and measures both channels', () => {
    using folder = new TrainingFolder();
    const log = run(
      folder.job(HYPERPARAMETERS, { train: { 'a.csv': CSV, 'b.csv': CSV }, validation: { 'a.csv': CSV } }),
    );
    expect(log.slice(0, 2)).toEqual(['Train matrix has 8 rows and 2 columns', 'Validation matrix has 4 rows']);
    expect(log.at(-1)).toMatch(/^\[2\]\ttrain-logloss:\S+\tvalidation-logloss:\S+$/);
  });

  it('reads all files of a channel in the order of their names, but hidden and empty ones', () => {
    using folder = new TrainingFolder();
    const files = { 'b.csv': '1,9\n', 'a/a.csv': '0,1\n', '.hidden': 'x', _SUCCESS: 'x', 'c.csv': '' };
    expect(run(folder.job(HYPERPARAMETERS, { train: files }))[0]).toBe('Train matrix has 2 rows and 1 columns');
  });

  const train = { a: CSV };
  const unchanged = HYPERPARAMETERS;
  it.each([
    [{ num_round: '1', max_dept: '3' }, { train }, 'did you mean max_depth?'],
    [{ num_round: 1 }, { train }, 'Hyperparameter num_round is 1, not a text'],
    [{ ...unchanged, early_stopping_rounds: '2' }, { train }, 'early_stopping_rounds needs a channel validation'],
    [unchanged, { train, test: { a: CSV } }, 'Channel test is not supported'],
    [unchanged, { validation: { a: CSV } }, 'Channel train is required'],
    [unchanged, { train: { a: '' } }, 'The channel train has no rows'],
    [unchanged, { train: { a: CSV, b: '1,2,3\n1,2,x\n' } }, 'train/b:2: "x" is not a number'],
    [unchanged, { train: { a: CSV, b: '1,2\n' } }, 'train/b:1: 2 values, but train/a has 3 a line'],
    [unchanged, { train: { a: `${CSV},2,3\n` } }, 'train/a:5: the label, the first value, is missing'],
    [unchanged, { train: { a: '1\n0\n' } }, 'train/a:1: a label, but no feature'],
    [unchanged, { train: { a: '1,2\n3,4\n' } }, 'Channel train, row 2: the label is 3; binary:logistic takes'],
    [unchanged, { train, validation: { a: '1,2\n' } }, 'Channel validation has 1 features, but channel train has 2'],
  ])('fails on %j with the channels %j', (hyperparameters, channels, message) => {
    using folder = new TrainingFolder();
    folder.job(hyperparameters, channels as unknown as Record<string, Record<string, string>>);
    expect(() => run(folder)).toThrow(message);
  });

  it.each([
    [{ TrainingInputMode: 'File' }, 'Channel train has no ContentType: the built-in XGBoost would read libsvm'],
    [{ ContentType: 'text/libsvm' }, 'Channel train has ContentType text/libsvm; only text/csv is supported'],
    [{ ContentType: 'text/csv', TrainingInputMode: 'Pipe' }, 'Channel train has input mode Pipe'],
  ])('fails on the channel %j', (channel, message) => {
    using folder = new TrainingFolder();
    folder
      .job(HYPERPARAMETERS, { train: { a: CSV } })
      .write({ 'input/config/inputdataconfig.json': { train: channel } });
    expect(() => run(folder)).toThrow(message);
  });

  it('fails when a file of the contract is missing', () => {
    using folder = new TrainingFolder();
    expect(() => run(folder)).toThrow('hyperparameters.json is missing');
  });
});
