import { describe, expect, it } from 'vitest';
import { registerCandidate } from '#functions/register-candidate.ts';
import { type RetrainWorld, retrainWorld } from '../../fakes/retrain-world.ts';

type Input = Parameters<typeof registerCandidate>[0];
type Gates = Input['gates'];

const passed: Gates = {
  verdict: 'Passed',
  conclusive: true,
  judged: [],
  reportUri: 's3://data/evidence.html',
  statistics: { uri: 's3://data/statistics.json', digest: 'digest-of-statistics' },
  evidenceUri: 's3://data/evaluations/churn/r/evidence.json',
  evidenceDigest: 'e'.repeat(64),
  championVersion: 3,
  reasons: ['All 1 enforced gates passed.'],
};
const failed: Gates = { ...passed, verdict: 'Failed', reasons: ['auc Failed: 0.5 is below 0.6.'] };

function input(world: RetrainWorld, gates: Gates = passed, id = 'd1'): Input {
  return {
    ...world.run(),
    dataset: { status: 'Pinned', id, manifestUri: '', files: 1, bytes: 1 },
    prepared: {
      trainUri: '',
      validationUri: '',
      labelsUri: '',
      holdouts: [],
      features: [],
      rows: { train: 1, validation: 1, holdout: 1 },
      trainedThrough: '',
      holdoutFrom: '',
    },
    training: {
      jobName: 'dev-churn-000000000001-1-1',
      imageUri: 'image:1',
      artifactUri: 's3://data/artifacts/churn/r/model.tar.gz',
      artifactDigest: 'a'.repeat(64),
      metrics: {},
      seconds: 60,
    },
    probe: { status: 'NotNeeded' },
    evaluation: { uri: 's3://data/evaluations/churn/r/evaluation.json', digest: 'f'.repeat(64), rows: 10, metrics: {} },
    gates,
  };
}

const accepted = async (world: RetrainWorld) => (await world.ledger.accepted('churn').read())?.datasets ?? [];

describe('RegisterCandidate', () => {
  it('registers a version that waits for a decision, with where it came from', async () => {
    const world = retrainWorld();
    const registration = await registerCandidate(input(world), world);
    expect(registration).toMatchObject({ version: 1, approvalStatus: 'PendingManualApproval', automatic: false });
    expect(world.registry.get(registration.modelPackageArn)).toMatchObject({
      approval: 'PendingManualApproval',
      approvalReason: 'Passed: All 1 enforced gates passed.',
      metadata: {
        run: 'churn-000000000001-1',
        datasetId: 'd1',
        artifactDigest: 'a'.repeat(64),
        manifestDigest: 'd'.repeat(64),
        evidenceDigest: 'e'.repeat(64),
        championVersion: 3,
        verdict: 'Passed',
      },
    });
    expect(world.notifications.sent).toMatchObject([
      { kind: 'VersionRegistered', message: expect.stringContaining('andon approve churn 1 releases it.') },
    ]);
  });

  it('adds the dataset to the training window, and remembers what a release may need', async () => {
    const world = retrainWorld();
    await world.accept('d0');
    await registerCandidate(input(world), world);
    expect((await accepted(world)).map(({ id }) => id)).toEqual(['d0', 'd1']);
    expect(await world.ledger.run('churn-000000000001-1').read()).toMatchObject({
      kind: 'retrain',
      input: { model: 'churn', generation: 1 },
      data: { dataset: { id: 'd1' }, training: { artifactDigest: 'a'.repeat(64) }, gates: { verdict: 'Passed' } },
    });
  });

  it('remembers until when a dataset reaches, by which seasonal drift finds it', async () => {
    const world = retrainWorld();
    const { prepared, ...rest } = input(world);
    const landedThrough = '2026-02-25T03:00:00.000Z';
    await registerCandidate({ ...rest, prepared: { ...prepared, landedThrough } }, world);
    expect(await accepted(world)).toMatchObject([{ id: 'd1', newestEvent: landedThrough }]);
  });

  it('does it all once, however often it is run', async () => {
    const world = retrainWorld();
    const first = await registerCandidate(input(world), world);
    expect(await registerCandidate(input(world), world)).toEqual(first);
    expect(await accepted(world)).toHaveLength(1);
    expect(await world.recorded()).toEqual([`RegisterCandidate ${first.modelPackageArn}`]);
  });

  it('keeps what else is known of the run', async () => {
    const world = retrainWorld();
    const closing = { status: 'FAILED' as const, at: '2026-03-01T01:00:00Z' };
    const record = {
      kind: 'retrain' as const,
      name: 'r',
      model: 'churn',
      generation: 1,
      input: {},
      startedAt: 'then',
      closing,
    };
    await world.ledger
      .run('churn-000000000001-1')
      .change(() => ({ write: { ...record, data: { other: 1 } }, result: undefined }));
    await registerCandidate(input(world), world);
    expect(await world.ledger.run('churn-000000000001-1').read()).toMatchObject({
      startedAt: 'then',
      closing,
      data: { other: 1, dataset: { id: 'd1' } },
    });
  });

  it('registers a candidate that a gate stopped as Rejected, and leaves its dataset out of the window', async () => {
    const world = retrainWorld();
    const registration = await registerCandidate(input(world, failed), world);
    expect(registration).toMatchObject({ approvalStatus: 'Rejected', automatic: false });
    expect(world.registry.get(registration.modelPackageArn).approval).toBe('Rejected');
    expect(await accepted(world)).toEqual([]);
    expect(world.notifications.sent).toMatchObject([
      { kind: 'GateFailed', message: expect.stringContaining('0.5 is below 0.6') },
    ]);
  });

  it.each([
    ['automatic', passed, true],
    ['automatic', { ...passed, conclusive: false }, false],
    ['automatic', { ...passed, verdict: 'Inconclusive', conclusive: false }, false],
    ['automatic', failed, false],
    ['manual', passed, false],
  ] as const)('with %s approval, %o: approved by a machine? %s', async (mode, gates, automatic) => {
    const world = retrainWorld({ approval: { mode } });
    const { championVersion: _, ...first } = gates;
    expect(await registerCandidate(input(world, { ...first, reasons: [] }), world)).toMatchObject({ automatic });
    const sentence = automatic
      ? 'being approved automatically'
      : gates.verdict === 'Failed'
        ? 'A gate stopped it'
        : 'andon approve';
    expect(world.notifications.sent[0]?.message).toContain(sentence);
  });

  it('registers nothing that was made of no dataset', async () => {
    const world = retrainWorld();
    const unpinned = { ...input(world), dataset: { status: 'Unchanged' as const, id: 'd1' } };
    await expect(registerCandidate(unpinned, world)).rejects.toMatchObject({ name: 'StageInputInvalidError' });
    expect(world.registry.groups.size).toBe(0);
  });
});
