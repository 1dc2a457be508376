import { describe, expect, it } from 'vitest';
import { ledgerKeys } from '../../domain/object-keys.ts';
import { fakeCommandDeps, nobody } from '../../tests/fakes/command-deps.ts';
import { plainStyle } from '../output/style.ts';
import { auditAt } from './audit-at.ts';
import { auditList } from './audit-list.ts';
import { auditVerify } from './audit-verify.ts';

const ARN = 'arn:aws:sagemaker:us-east-1:000000000000:model-package/dev-churn/1';

async function recorded() {
  const deps = fakeCommandDeps();
  const record = (action: string, subject: string, more: object = {}) =>
    deps.audit.append({ model: 'churn', action, subject, actor: 'churn-0123456789ab-1', reason: 'because', ...more });
  await record('RegisterCandidate', ARN, {
    evidence: { version: 1, evidenceUri: 's3://data/g.json', dataset: 'd1' },
    digests: { evidence: 'e' },
    occurredAt: '2026-03-01T01:00:00.000Z',
  });
  await record('Approve', ARN, { actor: 'arn:aws:iam::1:user/ada', occurredAt: '2026-03-01T02:00:00.000Z' });
  await record('ConfirmRelease', 'churn-aaaaaaaaaaaa-1', {
    evidence: {
      outcome: 'Released',
      kind: 'first',
      version: 1,
      config: 'dev-churn-e1-v1',
      trigger: 'approval by registry',
    },
    occurredAt: '2026-03-01T06:00:00.000Z',
  });
  await deps.crown('churn');
  return deps;
}

describe('andon audit verify', () => {
  it('is ok when every chain is whole', async () => {
    const answer = await auditVerify.run({}, await recorded(), nobody);
    expect(answer.code).toBe(0);
    expect(answer.document).toMatchObject({
      models: [
        { model: 'churn', ok: true, records: 3 },
        { model: 'flight-delays', ok: true, records: 0 },
      ],
    });
    expect(answer.text(plainStyle)).toMatch(/churn +ok +3/);
  });

  it('is no when a record was changed, and says which', async () => {
    const deps = await recorded();
    const key = ledgerKeys.audit('churn', 2);
    await deps.store.put(key, JSON.stringify({ ...(deps.store.json(key) as object), actor: 'mallory' }));
    const answer = await auditVerify.run({ model: 'churn' }, deps, nobody);
    expect(answer).toMatchObject({ code: 1, document: { models: [{ ok: false, seq: 2 }] } });
    expect(answer.text(plainStyle)).toMatch(/churn +broken +Record 2/);
  });

  it('is no when a record is not even JSON', async () => {
    const deps = await recorded();
    await deps.store.put(ledgerKeys.audit('churn', 4), 'garbage');
    expect(await auditVerify.run({ model: 'churn' }, deps, nobody)).toMatchObject({ code: 1 });
  });

  it('is not fooled by a delete marker', async () => {
    const deps = await recorded();
    await deps.store.delete(ledgerKeys.audit('churn', 3));
    expect((await auditVerify.run({ model: 'churn' }, deps, nobody)).document).toMatchObject({
      models: [{ records: 3 }],
    });
  });

  it('verifies a model that is no longer deployed, and refuses one that never was', async () => {
    const deps = fakeCommandDeps();
    await deps.audit.append({ model: 'retired', action: 'Pause', subject: 'x', actor: 'ada', reason: '' });
    expect(await auditVerify.run({ model: 'retired' }, deps, nobody)).toMatchObject({ code: 0 });
    await expect(auditVerify.run({ model: 'chrun' }, deps, nobody)).rejects.toThrow(/Nearest is "churn"/);
  });
});

describe('andon audit at', () => {
  it('tells what served then, approved by whom, on which evidence', async () => {
    const answer = await auditAt.run({ date: '2026-03-01T12:00Z', model: 'churn' }, await recorded(), nobody);
    expect(answer).toMatchObject({
      code: 0,
      document: {
        at: '2026-03-01T12:00:00.000Z',
        models: [
          {
            serving: {
              version: 1,
              config: 'dev-churn-e1-v1',
              approval: { by: 'arn:aws:iam::1:user/ada', how: 'Approve' },
              evidence: { uri: 's3://data/g.json', dataset: 'd1', run: 'churn-0123456789ab-1' },
            },
            agrees: true,
          },
        ],
      },
    });
    expect(answer.text(plainStyle)).toContain('version 1 (dev-churn-e1-v1) since 2026-03-01 06:00Z');
  });

  it('tells that nothing served before the first release', async () => {
    const answer = await auditAt.run({ date: '2026-03-01', model: 'churn' }, await recorded(), nobody);
    expect(answer).toMatchObject({ code: 0, document: { models: [{ serving: null, champion: null }] } });
    expect(answer.text(plainStyle)).toContain('nothing served');
  });

  it('is no when the ledger says otherwise', async () => {
    const deps = await recorded();
    await deps.crown('churn', { configName: 'dev-churn-e2-v2', version: { number: 2, arn: 'x' } });
    const answer = await auditAt.run({ date: '2026-03-01T12:00Z', model: 'churn' }, deps, nobody);
    expect(answer).toMatchObject({ code: 1, document: { models: [{ agrees: false }] } });
    expect(answer.text(plainStyle)).toContain('The ledger says otherwise: dev-churn-e2-v2');
  });

  it('is no when the chain is broken', async () => {
    const deps = await recorded();
    await deps.store.put(ledgerKeys.audit('churn', 9), '{}');
    const answer = await auditAt.run({ date: '2026-03-01T12:00Z', model: 'churn' }, deps, nobody);
    expect(answer.code).toBe(1);
    expect(answer.text(plainStyle)).toContain('none of this is proven');
  });
});

describe('andon audit list', () => {
  it('lists the records in order, shortly', async () => {
    const answer = await auditList.run({ model: 'churn' }, await recorded(), nobody);
    expect(answer.document).toMatchObject({ models: [{ records: [{ seq: 1 }, { seq: 2 }, { seq: 3 }] }] });
    expect(answer.text(plainStyle).split('\n')[2]).toMatch(
      /churn +2 +2026-03-01 02:00Z +Approve +dev-churn\/1 +user\/ada +because/,
    );
  });
});
