import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { finish, start } from './testing/run-program.ts';
import { TrainingFolder } from './testing/training-folder.ts';

describe('the train program', () => {
  it('writes the model and exits with 0', async () => {
    using folder = new TrainingFolder();
    folder.job({ num_round: '2', nthread: '2' }, { train: { 'a.csv': '1,2,3\n0,1,3\n1,3,3\n' } });
    const { code, stdout } = await finish(start('train.ts', { SAGEMAKER_BASE_DIR: folder.base }));
    expect({ code, failed: existsSync(join(folder.base, 'output', 'failure')) }).toEqual({ code: 0, failed: false });
    expect(stdout).toMatch(/\n\[1\]\ttrain-rmse:\d\.\d{5}\n$/);
    expect(
      readFileSync(join(folder.base, 'model', 'xgboost-model'))
        .subarray(0, 2)
        .toString(),
    ).toBe('{L');
  });

  it('leaves the reason where SageMaker looks for it and exits with 1', async () => {
    using folder = new TrainingFolder();
    folder.job({ num_round: '2' }, { train: { 'a.csv': '1,2\n0,one\n' } });
    const { code, stderr } = await finish(start('train.ts', { SAGEMAKER_BASE_DIR: folder.base }));
    const reason = 'train/a.csv:2: "one" is not a number';
    expect({ code, failure: readFileSync(join(folder.base, 'output', 'failure'), 'utf8') }).toEqual({
      code: 1,
      failure: reason,
    });
    expect(stderr).toContain(reason);
  });
});
