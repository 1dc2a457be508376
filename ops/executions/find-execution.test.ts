import { describe, expect, it } from 'vitest';
import { fakeCommandDeps } from '../../tests/fakes/command-deps.ts';
import { nextGeneration, parseExecutionName } from './execution-name.ts';
import { findExecution, recentOf } from './find-execution.ts';

describe('the name of an execution', () => {
  it('holds the model, the hash of the business key and the generation', () => {
    expect(parseExecutionName('flight-delays-0123456789ab-12')).toEqual({
      model: 'flight-delays',
      hash: '0123456789ab',
      generation: 12,
    });
  });

  it('is foreign when it is not like that', () => {
    expect(parseExecutionName('flight-delays')).toBeUndefined();
  });

  it('has a next generation of the same business key', () => {
    expect(nextGeneration({ model: 'churn', hash: '0123456789ab', generation: 9 })).toBe('churn-0123456789ab-10');
  });
});

describe('finding an execution', () => {
  it('looks among runs, releases and rollbacks', async () => {
    const deps = fakeCommandDeps();
    const added = deps.executions.add(deps.machine('rollback'), { name: 'churn-0123456789ab-1' });
    expect(await findExecution(deps, 'churn-0123456789ab-1')).toEqual({ kind: 'rollback', execution: added });
  });

  it('takes an ARN too', async () => {
    const deps = fakeCommandDeps();
    const added = deps.executions.add(deps.machine('retrain'), { name: 'churn-0123456789ab-1' });
    expect((await findExecution(deps, added.arn)).kind).toBe('retrain');
  });

  it('names the nearest one when there is none', async () => {
    const deps = fakeCommandDeps();
    deps.executions.add(deps.machine('retrain'), { name: 'churn-0123456789ab-1' });
    await expect(findExecution(deps, 'churn-0123456789ac-1')).rejects.toThrow(/Nearest is "churn-0123456789ab-1"/);
  });
});

describe('recent executions', () => {
  it('are those with the names of the product', async () => {
    const deps = fakeCommandDeps();
    deps.executions.add(deps.machine('retrain'), { name: 'by-hand' });
    deps.executions.add(deps.machine('retrain'), { name: 'churn-0123456789ab-1' });
    const found = await Array.fromAsync(recentOf(deps, 'retrain'));
    expect(found.map(({ name, model }) => [name, model])).toEqual([['churn-0123456789ab-1', 'churn']]);
  });
});
