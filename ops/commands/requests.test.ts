import { describe, expect, it } from 'vitest';
import { rollbackKey } from '../../domain/intake/plan-intake.ts';
import { executionName } from '../../domain/naming.ts';
import { fakeCommandDeps, nobody, OPERATOR } from '../../tests/fakes/command-deps.ts';
import { plainStyle } from '../output/style.ts';
import { pause } from './pause.ts';
import { retrain } from './retrain.ts';
import { rollback } from './rollback.ts';
import { unpause } from './unpause.ts';

/** A stage whose intake starts what is asked for. */
function stageWithIntake() {
  const deps = fakeCommandDeps();
  deps.onAsked = (eventId) => {
    if (deps.asked.at(-1)?.kind !== 'retrain') return;
    const model = deps.asked.at(-1)?.model ?? '';
    deps.executions.add(deps.machine('retrain'), { name: executionName(model, `request:${eventId}`, 1) });
  };
  return deps;
}

describe('andon retrain', () => {
  it('asks for a run and names it', async () => {
    const deps = stageWithIntake();
    const answer = await retrain.run({ model: 'churn' }, deps, nobody);
    expect(deps.asked).toEqual([{ kind: 'retrain', model: 'churn', actor: OPERATOR, force: false }]);
    const run = executionName('churn', 'request:event-1', 1);
    expect(answer).toMatchObject({ code: 0, document: { run, started: true } });
    expect(answer.text(plainStyle)).toContain(`Run ${run} started`);
  });

  it('trains even on nothing new when forced', async () => {
    const deps = stageWithIntake();
    await retrain.run({ model: 'churn', force: true }, deps, nobody);
    expect(deps.asked).toMatchObject([{ force: true }]);
  });

  it('says no when no run has started in time', async () => {
    let slept = 0;
    const deps = {
      ...fakeCommandDeps(),
      sleep: async (milliseconds: number) => {
        slept += milliseconds;
      },
    };
    const answer = await retrain.run({ model: 'churn' }, deps, nobody);
    expect(answer).toMatchObject({ code: 1, document: { started: false } });
    expect(answer.text(plainStyle)).toContain('has not started');
    expect(slept).toBeGreaterThan(10_000);
  });

  it('is refused while the model is paused', async () => {
    const deps = stageWithIntake();
    await pause.run({ model: 'churn', reason: 'holiday' }, deps, nobody);
    await expect(retrain.run({ model: 'churn' }, deps, nobody)).rejects.toThrow(/holiday.*andon unpause churn/);
    expect(deps.asked).toEqual([]);
  });
});

describe('andon rollback', () => {
  const name = executionName('churn', rollbackKey('churn', 3), 1);
  const serving = async () => {
    const deps = fakeCommandDeps();
    await deps.crown('churn', { epoch: 3 });
    deps.onAsked = () => void deps.executions.add(deps.machine('rollback'), { name });
    return deps;
  };

  it('asks for a rollback when it is confirmed, and names it', async () => {
    const deps = await serving();
    const asked: string[] = [];
    const person = {
      async confirm(question: string) {
        asked.push(question);
        return true;
      },
    };
    const answer = await rollback.run({ model: 'churn', reason: 'complaints' }, deps, person);
    expect(asked).toEqual([expect.stringContaining('Roll churn back from version 1')]);
    expect(deps.asked).toEqual([{ kind: 'rollback', model: 'churn', actor: OPERATOR, reason: 'complaints' }]);
    expect(answer).toMatchObject({ code: 0, document: { rollback: name, started: true, leaves: { version: 1 } } });
  });

  it('does nothing when it is declined', async () => {
    const deps = await serving();
    const declined = rollback.run({ model: 'churn' }, deps, { confirm: async () => false });
    await expect(declined).rejects.toMatchObject({ code: 'DECLINED', exitCode: 1 });
    expect(deps.asked).toEqual([]);
  });

  it('needs --yes where nobody can be asked', async () => {
    const deps = await serving();
    await expect(rollback.run({ model: 'churn' }, deps, nobody)).rejects.toMatchObject({
      code: 'NEEDS_CONFIRMATION',
      exitCode: 2,
    });
    expect(await rollback.run({ model: 'churn', yes: true }, deps, nobody)).toMatchObject({ code: 0 });
  });

  it('is refused when nothing serves', async () => {
    const refused = rollback.run({ model: 'churn', yes: true }, fakeCommandDeps(), nobody);
    await expect(refused).rejects.toMatchObject({ code: 'NOTHING_SERVES' });
  });

  it.each([
    ['RUNNING', /andon show/],
    ['FAILED', /andon replay/],
  ] as const)('is refused when what serves has one that is %s', async (status, next) => {
    const deps = await serving();
    deps.executions.add(deps.machine('rollback'), { name, status });
    await expect(rollback.run({ model: 'churn', yes: true }, deps, nobody)).rejects.toThrow(next);
    expect(deps.asked).toEqual([]);
  });
});

describe('andon rollback of what was rolled back in vain', () => {
  it('names the newest generation', async () => {
    const deps = fakeCommandDeps();
    await deps.crown('churn', { epoch: 3 });
    const name = executionName('churn', rollbackKey('churn', 3), 1);
    const next = executionName('churn', rollbackKey('churn', 3), 2);
    for (const each of [name, next]) deps.executions.add(deps.machine('rollback'), { name: each, status: 'FAILED' });
    await expect(rollback.run({ model: 'churn', yes: true }, deps, nobody)).rejects.toThrow(`andon replay ${next}`);
  });
});

describe('andon pause and unpause', () => {
  it('stops the line and lets it go on, with a run of what landed meanwhile', async () => {
    const deps = stageWithIntake();
    const paused = await pause.run({ model: 'churn', reason: 'holiday' }, deps, nobody);
    expect(paused.document).toMatchObject({ changed: true, paused: true, actor: OPERATOR, reason: 'holiday' });
    expect(await deps.ledger.paused('churn').read()).toMatchObject({ paused: true, reason: 'holiday' });

    const unpaused = await unpause.run({ model: 'churn', reason: 'back' }, deps, nobody);
    expect(await deps.ledger.paused('churn').read()).toMatchObject({ paused: false });
    expect(deps.asked).toEqual([{ kind: 'retrain', model: 'churn', actor: OPERATOR, force: false }]);
    expect(unpaused.document).toMatchObject({ changed: true, started: true });
    expect(await deps.audit.read('churn')).toMatchObject([
      { action: 'Pause', actor: OPERATOR, reason: 'holiday' },
      { action: 'Unpause', actor: OPERATOR, reason: 'back' },
    ]);
  });

  it('leave what they find done', async () => {
    const deps = stageWithIntake();
    expect((await unpause.run({ model: 'churn' }, deps, nobody)).document).toMatchObject({ changed: false });
    await pause.run({ model: 'churn', reason: 'first' }, deps, nobody);
    const again = await pause.run({ model: 'churn', reason: 'second' }, deps, nobody);
    expect(again).toMatchObject({ code: 0, document: { changed: false, reason: 'first' } });
    expect(again.text(plainStyle)).toContain('first');
    expect(await deps.audit.read('churn')).toHaveLength(1);
  });

  it('stop the line even when that cannot be recorded, and do not go on unrecorded', async () => {
    const deps = stageWithIntake();
    deps.store.fault = ({ key }) => {
      if (key.startsWith('audit/')) throw new Error('S3 is away.');
      return undefined;
    };
    expect((await pause.run({ model: 'churn' }, deps, nobody)).document).toMatchObject({ recorded: 'Deferred' });
    await expect(unpause.run({ model: 'churn' }, deps, nobody)).rejects.toThrow(/could not be recorded/);
    expect(await deps.ledger.paused('churn').read()).toMatchObject({ paused: true });
  });
});
