import { describe, expect, it } from 'vitest';
import type { EvidenceDocument } from '../../domain/evidence/evidence-document.ts';
import { fakeCommandDeps, nobody } from '../../tests/fakes/command-deps.ts';
import { exampleMetadata } from '../../tests/fakes/model-registry.ts';
import { anEvidence } from '../../tests/unit/evidence/an-evidence.ts';
import { plainStyle } from '../output/style.ts';
import { gatePower } from './gate-power.ts';

type Deps = ReturnType<typeof fakeCommandDeps>;

/** Registers a version with its evidence. */
async function judged(deps: Deps, evidence: EvidenceDocument | object): Promise<void> {
  const key = `evaluations/churn/${deps.data.keys().length}/evidence.json`;
  await deps.data.put(key, JSON.stringify(evidence));
  deps.registry.add('churn', { metadata: { ...exampleMetadata, evidenceUri: `s3://data/${key}` } });
}

const ask = (deps: Deps, typed: object = {}) => gatePower.run({ model: 'churn', ...typed }, deps, nobody);

interface Document {
  readonly basis: string;
  readonly version: number | null;
  readonly gates: {
    metric: string;
    margin: number;
    standardError: number;
    rows: number;
    chances: { passes: number }[];
  }[];
  readonly untold: { gate: string; why: string }[];
}
const documentOf = async (deps: Deps, typed: object = {}) => (await ask(deps, typed)).document as unknown as Document;

describe('andon gate-power', () => {
  it('tells by the errors of the newest comparison, with the gates of the newest run', async () => {
    const deps = fakeCommandDeps();
    const compared = anEvidence();
    await judged(deps, compared);
    const gates = compared.manifestGates.map((gate) => (gate.kind === 'champion' ? { ...gate, margin: 0.03 } : gate));
    await judged(deps, { ...anEvidence({ champion: false }), manifestGates: gates });
    const { version, gates: told, basis } = await documentOf(deps);
    const { standardError } = compared.evaluation.differences.auc!;
    expect(version).toBe(1);
    expect(told).toMatchObject([{ metric: 'auc', margin: 0.03, standardError, rows: compared.evaluation.rows }]);
    expect(basis).toContain('when version 1 was compared with version 7');
    expect(basis).toContain('when version 2 was judged');
  });

  it('shows a table that says what its numbers mean, slices too', async () => {
    const deps = fakeCommandDeps();
    await judged(deps, anEvidence());
    const text = (await ask(deps)).text(plainStyle);
    for (const part of ['champion', 'auc', '0.01', 'passed / failed', 'slice gate', 'at least'])
      expect(text).toContain(part);
  });

  it('answers for another margin and another number of rows', async () => {
    const deps = fakeCommandDeps();
    await judged(deps, anEvidence());
    const [measured] = (await documentOf(deps)).gates;
    const rows = 4 * measured!.rows;
    const { gates, basis } = await documentOf(deps, { margin: '0.05', rows: String(rows) });
    expect(gates[0]).toMatchObject({ margin: 0.05, rows, standardError: measured!.standardError / 2 });
    expect(gates[0]!.chances[0]!.passes).toBeGreaterThan(measured!.chances[0]!.passes);
    expect(basis).toContain('Scaled to');
  });

  it('calculates what a first version could not measure, from its AUC and its rows', async () => {
    const deps = fakeCommandDeps();
    await judged(deps, anEvidence({ champion: false }));
    const { gates, version, basis, untold } = await documentOf(deps);
    expect(version).toBeNull();
    expect(gates).toMatchObject([{ metric: 'auc' }]);
    expect(basis).toContain('Nothing was compared yet, so the error is calculated for independent rows');
    expect(untold).toMatchObject([{ gate: 'slice' }]);
  });

  it('calculates for an AUC to be expected, before there is any run', async () => {
    const deps = fakeCommandDeps();
    const asked = { auc: 0.68, rows: 10_000, positives: 2000, correlation: 0.9, margin: 0.005 };
    const { gates } = await documentOf(deps, asked);
    // judge.md's figure for 10,000 rows, correlation 0.9 and margin 0.005.
    expect(Math.round(100 * gates[0]!.chances[0]!.passes)).toBe(47);
  });

  it('says what else it needs', async () => {
    const deps = fakeCommandDeps();
    await expect(ask(deps)).rejects.toMatchObject({ code: 'NOT_MEASURED', exitCode: 1 });
    await expect(ask(deps)).rejects.toThrow(/andon retrain churn.*--auc 0.7/);
    await expect(ask(deps, { auc: 0.7 })).rejects.toThrow(/--rows 20000 --positives 4000/);
    await expect(ask(deps, { auc: 0.7, rows: 100, positives: 20 })).rejects.toThrow(/No gate is known yet.*--margin/);
    expect(() => ask(deps, { margin: 'small' })).toThrow(/a margin is a number/);
    await judged(deps, anEvidence({ kind: 'number', champion: false }));
    await expect(ask(deps)).rejects.toThrow(/compared with nothing, and has no AUC/);
  });

  it('passes over evidence that is gone, of an earlier shape, or of a model equal to the champion', async () => {
    const deps = fakeCommandDeps();
    const evidence = anEvidence();
    await judged(deps, evidence);
    const differences = { auc: { value: 0, standardError: 0, degreesOfFreedom: 11 } };
    await judged(deps, { ...evidence, evaluation: { ...evidence.evaluation, differences } });
    await judged(deps, { version: 0 });
    deps.registry.add('churn');
    expect((await documentOf(deps)).version).toBe(1);
  });

  it('names the gates that it cannot tell about, and why', async () => {
    const deps = fakeCommandDeps();
    const evidence = anEvidence();
    const [, champion] = evidence.manifestGates;
    const more = [
      { ...champion!, name: 'by-f1', metric: 'f1' as const },
      { ...champion!, name: 'anchored', anchorMargin: 0.02 },
    ];
    await judged(deps, { ...evidence, manifestGates: [...evidence.manifestGates, ...more] });
    expect((await documentOf(deps)).untold).toEqual([
      { gate: 'by-f1', why: expect.stringContaining('only once two versions were compared') },
      { gate: 'anchored', why: expect.stringContaining('measured without an anchor') },
    ]);
  });
});
