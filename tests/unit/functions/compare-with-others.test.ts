import { describe, expect, it } from 'vitest';
import { dataKeys } from '#domain/object-keys.ts';
import { compareWithOthers } from '#functions/evaluate-candidate/compare-with-others.ts';
import type { Prepared, RetrainData } from '#statemachines/retrain.data.ts';
import { type RetrainWorld, retrainWorld } from '../../fakes/retrain-world.ts';

type Scores = RetrainData['scores'];
type PreparedData = RetrainData['prepared'];

const prepared: PreparedData = {
  trainUri: '',
  validationUri: '',
  labelsUri: '',
  holdouts: [],
  features: [],
  rows: { train: 1, validation: 1, holdout: 1 },
  trainedThrough: '2026-02-20T00:00:00Z',
  holdoutFrom: '2026-02-21T00:00:00Z',
} satisfies ReturnType<typeof Prepared.parse>;

const scored = (role: 'champion' | 'anchor', version: number) =>
  ({ role, version, outcome: 'Scored', uri: 's3://data/s' }) as const;

/** Version 1 serves and version 2 is pinned; each was trained until the time given. */
async function world({ champion = '2026-02-01T00:00:00Z', anchor = '2026-01-01T00:00:00Z' } = {}) {
  const made = retrainWorld();
  await made.crown('serving');
  const { version } = await made.pin(undefined, 'pinned');
  const trained = { serving: champion, pinned: anchor };
  for (const [run, trainedThrough] of Object.entries(trained))
    await made.data.put(dataKeys.prepared('churn', run), JSON.stringify({ ...prepared, trainedThrough }));
  return { made, version };
}

const compare = (made: RetrainWorld, anchor: PreparedData['anchor'] | undefined, scores: Scores) =>
  compareWithOthers({ model: 'churn', prepared: { ...prepared, ...(anchor && { anchor }) }, scores }, made);

describe('Comparing with champion and anchor', () => {
  it('is fair when both were scored, and trained on nothing as new as the holdout', async () => {
    const { made, version } = await world();
    expect(await compare(made, version, [scored('champion', 1), scored('anchor', 2)])).toEqual({
      champion: { version: 1, comparison: 'Compared' },
      anchor: { version: 2, comparison: 'Compared' },
    });
  });

  it('is not fair on labels that nobody can prove to have been final', async () => {
    const { made, version } = await world();
    const { churn } = made.catalog;
    const { data } = churn!.manifest;
    const manifest = { ...churn!.manifest, data: { ...data, holdout: { ...data.holdout, labelMaturityHours: 48 } } };
    const catalog = { churn: { ...churn!, manifest } };
    expect((await compare({ ...made, catalog }, version, [scored('champion', 1)])).champion).toEqual({
      version: 1,
      comparison: 'HoldoutOverlaps',
      reason: 'a label is final 48 h after its row, and when the holdout was pinned is not known',
    });
  });

  it('is not fair to an anchor that has seen the rows', async () => {
    const { made, version } = await world({ anchor: '2026-02-21T06:00:00Z' });
    expect((await compare(made, version, [scored('champion', 1), scored('anchor', 2)])).anchor).toEqual({
      version: 2,
      comparison: 'HoldoutOverlaps',
      reason: expect.stringContaining('the anchor was trained on events through 2026-02-21T06:00:00Z'),
    });
  });

  it('takes the version that was pinned when the rows were prepared, whatever is pinned now', async () => {
    const { made, version } = await world();
    await made.pin();
    expect((await compare(made, version, [scored('anchor', 2)])).anchor).toMatchObject({ comparison: 'Compared' });
  });

  it('says so when the anchor was not scored', async () => {
    const { made, version } = await world();
    const failed = { role: 'anchor', version: 2, outcome: 'NotComparable', reason: 'its model is gone' } as const;
    expect((await compare(made, version, [failed])).anchor).toMatchObject({ reason: 'its model is gone' });
    expect((await compare(made, version, [])).anchor).toMatchObject({ version: 2, comparison: 'NotComparable' });
  });

  it('is one comparison when the champion is the anchor', async () => {
    const { made } = await world();
    const champion = (await made.ledger.champion('churn').read())?.version;
    const { champion: one, anchor: other } = await compare(made, champion, [scored('champion', 1)]);
    expect(other).toBe(one);
    expect(one).toMatchObject({ version: 1, comparison: 'Compared' });
  });

  it('is none when nothing serves and nothing is pinned', async () => {
    expect(await compare(retrainWorld(), undefined, [])).toEqual({ champion: undefined, anchor: undefined });
  });
});
