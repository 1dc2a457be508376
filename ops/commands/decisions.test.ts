import { describe, expect, it } from 'vitest';
import { approvalKey, rollbackKey } from '../../domain/intake/plan-intake.ts';
import { executionName } from '../../domain/naming.ts';
import { fakeCommandDeps, nobody, OPERATOR } from '../../tests/fakes/command-deps.ts';
import { plainStyle } from '../output/style.ts';
import { approve } from './approve.ts';
import { reject } from './reject.ts';

const records = (deps: ReturnType<typeof fakeCommandDeps>, model = 'churn') => deps.audit.read(model);

describe('andon approve', () => {
  it('approves a version that waits, and records who did on which evidence', async () => {
    const deps = fakeCommandDeps();
    const { arn } = deps.registry.add('churn', {
      metadata: {
        run: 'churn-0123456789ab-1',
        datasetId: 'd',
        artifactDigest: 'a',
        manifestDigest: 'm',
        verdict: 'Inconclusive',
        evidenceUri: 's3://data/evidence.json',
        evidenceDigest: 'e'.repeat(64),
      },
    });
    const answer = await approve.run({ model: 'churn', version: '1', reason: 'looked at it' }, deps, nobody);
    expect(deps.registry.get(arn)).toMatchObject({ approval: 'Approved', approvalReason: 'looked at it' });
    expect(await records(deps)).toMatchObject([
      {
        action: 'Approve',
        subject: arn,
        actor: OPERATOR,
        reason: 'looked at it',
        evidence: { version: 1, verdict: 'Inconclusive', evidenceUri: 's3://data/evidence.json' },
        digests: { evidence: 'e'.repeat(64) },
      },
    ]);
    expect(answer).toMatchObject({ code: 0, document: { model: 'churn', version: 1, approval: 'Approved' } });
  });

  it('names the release that starts', async () => {
    const deps = fakeCommandDeps();
    const { arn } = deps.registry.add('churn');
    const release = executionName('churn', approvalKey(arn, deps.now().toISOString()), 1);
    deps.executions.add(deps.machine('release'), { name: release });
    const answer = await approve.run({ model: 'churn', version: 1 }, deps, nobody);
    expect(answer.document).toMatchObject({ release });
    expect(answer.text(plainStyle)).toContain(`Release ${release} started`);
  });

  it('says that a paused model waits', async () => {
    const deps = fakeCommandDeps();
    deps.registry.add('churn');
    const paused = { paused: true, at: '2026-03-02T00:00:00.000Z', actor: 'ada', reason: 'why' };
    await deps.ledger.paused('churn').change(() => ({ write: paused, result: undefined }));
    const answer = await approve.run({ model: 'churn', version: 1 }, deps, nobody);
    expect(answer.text(plainStyle)).toContain('the release waits until npx andon unpause churn');
  });

  it.each([
    ['approved', 'Approved', /approved already/],
    ['rejected', 'Rejected', /stays so/],
  ] as const)('refuses a version that was %s', async (_, approval, why) => {
    const deps = fakeCommandDeps();
    deps.registry.add('churn', { approval });
    await expect(approve.run({ model: 'churn', version: 1 }, deps, nobody)).rejects.toThrow(why);
    expect(await records(deps)).toEqual([]);
  });

  it('refuses a version that no run registered', async () => {
    const deps = fakeCommandDeps();
    const { metadata: _, ...foreign } = deps.registry.add('flight-delays');
    deps.registry.describe = async () => foreign;
    await expect(approve.run({ model: 'flight-delays', version: 1 }, deps, nobody)).rejects.toMatchObject({
      code: 'NOT_DECIDABLE',
      exitCode: 1,
    });
  });

  it('refuses a version older than what serves', async () => {
    const deps = fakeCommandDeps();
    deps.registry.add('churn');
    const { arn } = deps.registry.add('churn', { approval: 'Approved' });
    await deps.crown('churn', { version: { number: 2, arn } });
    await expect(approve.run({ model: 'churn', version: 1 }, deps, nobody)).rejects.toThrow(/older than version 2/);
  });

  it('names the versions there are when there is no such one', async () => {
    const deps = fakeCommandDeps();
    deps.registry.add('churn');
    deps.registry.add('churn');
    await expect(approve.run({ model: 'churn', version: 7 }, deps, nobody)).rejects.toThrow(/The newest are 2, 1/);
  });

  it('names the nearest model when there is no such one', async () => {
    const typed = { model: 'chrun', version: 1 };
    await expect(approve.run(typed, fakeCommandDeps(), nobody)).rejects.toThrow(/Nearest is "churn"/);
  });

  it('understands only a number as a version', () => {
    expect(() => approve.run({ model: 'churn', version: 'latest' }, fakeCommandDeps(), nobody)).toThrow(/version/);
  });

  it('approves nothing that cannot be recorded', async () => {
    const deps = fakeCommandDeps();
    const { arn } = deps.registry.add('churn');
    deps.store.fault = () => {
      throw new Error('S3 is away.');
    };
    await expect(approve.run({ model: 'churn', version: 1 }, deps, nobody)).rejects.toThrow(/could not be recorded/);
    expect(deps.registry.get(arn).approval).toBe('PendingManualApproval');
  });
});

describe('andon reject', () => {
  it('rejects a version that waits, and records it', async () => {
    const deps = fakeCommandDeps();
    const { arn } = deps.registry.add('churn');
    const answer = await reject.run({ model: 'churn', version: 1, reason: 'biased' }, deps, nobody);
    expect(deps.registry.get(arn)).toMatchObject({ approval: 'Rejected', approvalReason: 'biased' });
    expect(await records(deps)).toMatchObject([{ action: 'Reject', subject: arn, actor: OPERATOR, reason: 'biased' }]);
    expect(answer.document).toMatchObject({ approval: 'Rejected', serves: false, recorded: 'Recorded' });
  });

  it('names the rollback of a version that serves', async () => {
    const deps = fakeCommandDeps();
    const { arn } = deps.registry.add('churn', { approval: 'Approved' });
    await deps.crown('churn', { version: { number: 1, arn }, epoch: 4 });
    const rollback = executionName('churn', rollbackKey('churn', 4), 1);
    deps.executions.add(deps.machine('rollback'), { name: rollback });
    const answer = await reject.run({ model: 'churn', version: 1 }, deps, nobody);
    expect(answer.document).toMatchObject({ serves: true, rollback });
    expect(answer.text(plainStyle)).toContain(`Rollback ${rollback} started`);
  });

  it('does not wait for the audit trail', async () => {
    const deps = fakeCommandDeps();
    const { arn } = deps.registry.add('churn');
    deps.store.fault = ({ key }) => {
      if (key.startsWith('audit/')) throw new Error('S3 is away.');
      return undefined;
    };
    const answer = await reject.run({ model: 'churn', version: 1 }, deps, nobody);
    expect(deps.registry.get(arn).approval).toBe('Rejected');
    expect(answer.document).toMatchObject({ recorded: 'Deferred' });
    expect(answer.text(plainStyle)).toContain('Deferred');
  });

  it('refuses what was rejected before', async () => {
    const deps = fakeCommandDeps();
    deps.registry.add('churn', { approval: 'Rejected', approvalReason: 'GateFailed' });
    await expect(reject.run({ model: 'churn', version: 1 }, deps, nobody)).rejects.toThrow(/already.*GateFailed/);
  });
});
