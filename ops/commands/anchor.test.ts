import { describe, expect, it } from 'vitest';
import { dataKeys } from '../../domain/object-keys.ts';
import { fakeCommandDeps, nobody, OPERATOR } from '../../tests/fakes/command-deps.ts';
import { plainStyle } from '../output/style.ts';
import { anchor } from './anchor.ts';
import { status } from './status.ts';

/** A stage with versions 1 and 2 that were released, and 3 that nobody decided on. */
async function released() {
  const deps = fakeCommandDeps();
  for (const number of [1, 2]) {
    const { metadata } = deps.registry.add('churn', { approval: 'Approved' });
    deps.models.add(`dev-churn-v${number}`);
    await deps.data.put(dataKeys.prepareSql('churn', metadata?.run ?? ''), 'SELECT 1');
  }
  deps.registry.add('churn');
  return deps;
}

const run = (deps: Awaited<ReturnType<typeof released>>, typed: object) =>
  anchor.run({ model: 'churn', ...typed }, deps, nobody);
const pinned = async (deps: Awaited<ReturnType<typeof released>>) =>
  (await deps.ledger.anchor('churn').read())?.version;

describe('andon anchor', () => {
  it('pins a version, records who did and why, and says what happens next', async () => {
    const deps = await released();
    const answer = await run(deps, { version: '1', reason: 'the first one that we trust' });
    expect(answer).toMatchObject({ code: 0, document: { changed: true, version: 1, before: null } });
    expect(answer.text(plainStyle)).toContain('From the next run on, gates with an anchorMargin are judged against it');
    expect(await deps.ledger.anchor('churn').read()).toMatchObject({
      version: { number: 1 },
      actor: OPERATOR,
      reason: 'the first one that we trust',
      at: deps.now().toISOString(),
    });
    expect(await deps.audit.read('churn')).toMatchObject([
      { action: 'PinAnchor', actor: OPERATOR, reason: 'the first one that we trust', evidence: { version: 1 } },
    ]);
  });

  it('shows what is pinned, and so does andon status', async () => {
    const deps = await released();
    const none = await run(deps, {});
    expect(none).toMatchObject({ code: 0, document: { anchor: null } });
    expect(none.text(plainStyle)).toContain('npx andon anchor churn <version>');
    await run(deps, { version: 2, reason: 'good' });
    const shown = await run(deps, {});
    expect(shown.document).toMatchObject({ anchor: { version: 2, actor: OPERATOR, reason: 'good' } });
    expect(shown.text(plainStyle)).toBe(`version 2, pinned 2026-03-02 12:00Z by ${OPERATOR}: good`);
    const told = await status.run({ model: 'churn' }, deps, nobody);
    expect(told.document).toMatchObject({ models: [{ anchor: { version: 2, reason: 'good' } }] });
    expect(told.text(plainStyle)).toContain('version 2, pinned 2026-03-02 12:00Z');
  });

  it('moves it, leaves it, and clears it', async () => {
    const deps = await released();
    await run(deps, { version: 1 });
    const moved = await run(deps, { version: 2 });
    expect(moved.text(plainStyle)).toContain('The anchor of churn is version 2, no longer 1.');
    expect((await run(deps, { version: 2 })).document).toMatchObject({ changed: false });
    const cleared = await run(deps, { clear: true, reason: 'a new start' });
    expect(cleared).toMatchObject({ code: 0, document: { changed: true, version: null, before: 2 } });
    expect(await pinned(deps)).toBeNull();
    expect((await run(deps, { clear: true })).document).toMatchObject({ changed: false });
    expect(await deps.audit.read('churn')).toMatchObject([
      { action: 'PinAnchor' },
      { action: 'PinAnchor', evidence: { version: 2, before: 1 } },
      { action: 'ClearAnchor', reason: 'a new start', evidence: { before: 2 } },
    ]);
  });

  it.each([
    ['is not known', 9, { code: 'UNKNOWN_VERSION', message: /no version 9.*newest are 3, 2, 1/ }],
    ['nobody approved', 3, { code: 'NOT_DECIDABLE', message: /PendingManualApproval.*somebody approved/ }],
  ])('refuses a version that %s', async (_, version, { code, message }) => {
    const refused = run(await released(), { version });
    await expect(refused).rejects.toMatchObject({ code });
    await expect(refused).rejects.toThrow(message);
  });

  it('refuses a version that cannot be scored any more', async () => {
    const deps = await released();
    deps.models.delete('dev-churn-v1');
    await expect(run(deps, { version: 1 })).rejects.toThrow(/no SageMaker model dev-churn-v1/);
    await deps.data.delete(dataKeys.prepareSql('churn', deps.registry.get(await arnOf(deps, 2)).metadata?.run ?? ''));
    await expect(run(deps, { version: 2 })).rejects.toThrow(/prepare.sql.* is missing/);
    const { metadata: _, ...foreign } = deps.registry.add('churn', { approval: 'Approved' });
    deps.registry.add('churn', { ...foreign, number: 5, arn: 'arn:5', metadata: undefined as never });
    await expect(run(deps, { version: 5 })).rejects.toThrow(/not registered by a run/);
    expect(await pinned(deps)).toBeUndefined();
  });

  it('refuses to pin and clear at once', async () => {
    await expect(run(await released(), { version: 1, clear: true })).rejects.toMatchObject({ code: 'USAGE' });
  });

  it('is not moved when that cannot be recorded, and is recorded once when it is tried again', async () => {
    const deps = await released();
    deps.store.fault = ({ key }) => {
      if (key.startsWith('models/churn/anchor')) throw new Error('S3 is away.');
      return undefined;
    };
    await expect(run(deps, { version: 1 })).rejects.toThrow('S3 is away.');
    deps.store.fault = ({ key }) => {
      if (key.startsWith('audit/')) throw new Error('S3 is away.');
      return undefined;
    };
    await expect(run(deps, { version: 2 })).rejects.toThrow(/could not be recorded/);
    expect(await pinned(deps)).toBeUndefined();
    deps.store.fault = () => undefined;
    await run(deps, { version: 1 });
    expect(await pinned(deps)).toMatchObject({ number: 1 });
    expect(await deps.audit.read('churn')).toHaveLength(1);
  });

  it('gives way to somebody who moved it meanwhile', async () => {
    const deps = await released();
    const other = { version: { number: 2, arn: 'arn:2' }, at: '2026-03-02T11:59:59.000Z', actor: 'bob', reason: '' };
    deps.store.beforeWrite = async (key) => {
      if (!key.startsWith('audit/')) return;
      deps.store.beforeWrite = () => undefined;
      await deps.ledger.anchor('churn').change(() => ({ write: other, result: undefined }));
    };
    await expect(run(deps, { version: 1 })).rejects.toThrow(/bob moved the anchor.*version 2 now/);
    expect(await pinned(deps)).toMatchObject({ number: 2 });
  });
});

async function arnOf(deps: Awaited<ReturnType<typeof released>>, number: number): Promise<string> {
  for await (const version of deps.registry.list('churn')) if (version.number === number) return version.arn;
  throw new Error(`There is no version ${number}.`);
}
