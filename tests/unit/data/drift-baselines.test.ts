import { describe, expect, it } from 'vitest';
import type { Baseline, Baselines } from '#data/drift/baseline.ts';
import type { NumericProfile, Profile } from '#data/drift/profile.ts';
import { validateDataset } from '#data/validate/validate-dataset.ts';
import type { Drift, Period } from '#domain/manifest/schema.ts';
import { acceptedBaseline, baselinesOf, championBaseline } from '../../fakes/drift-baselines.ts';
import { type TinyFlat, tinyFlats } from '../../models/tiny/tiny-dataset.ts';
import { landFlats, tinyManifest } from './a-workspace.ts';

const now = new Date('2024-02-01T00:00:00Z');
const area: Drift = { column: 'area', maxPsi: 0.25, mode: 'enforce' };
const flat: Drift = { column: 'flat', maxNewCategoryShare: 0.1, mode: 'enforce' };

const larger = (by: number) => tinyFlats().map((each) => ({ ...each, area: Number(each.area) * by }));

async function validate(flats: readonly TinyFlat[], drift: Drift[], baselines?: Baselines) {
  const files = [landFlats('flats.csv', flats)];
  return validateDataset({ manifest: tinyManifest({ drift, expectations: [] }), files, now, baselines });
}

const profileOf = async (flats: readonly TinyFlat[], drift = [area]) => (await validate(flats, drift)).profile;

/** A baseline whose edges differ from those of a dataset like this one. */
async function slowlyGrown(): Promise<{ accepted: Profile; champion: Profile }> {
  const [accepted, champion] = [await profileOf(larger(1.02)), await profileOf(tinyFlats())];
  const edges = ({ columns }: Profile) => (columns.area as NumericProfile).edges;
  expect(edges(accepted)).not.toEqual(edges(champion));
  return { accepted, champion };
}

describe('drift against two baselines', () => {
  it('names each of them, and measures against each what it would against that one alone', async () => {
    const { accepted, champion } = await slowlyGrown();
    const both = await validate(
      larger(1.1),
      [{ ...area, maxKs: 0.3 }],
      baselinesOf({ accepted: acceptedBaseline(accepted, 'd7'), champion: championBaseline(champion, 'run-3') }),
    );
    expect(both.drift.map(({ measure, baseline }) => `${measure} ${baseline.kind} ${baseline.source}`)).toEqual([
      'psi accepted d7',
      'ks accepted d7',
      'psi champion run-3',
      'ks champion run-3',
    ]);
    const alone = async (of: Profile) =>
      (await validate(larger(1.1), [{ ...area, maxKs: 0.3 }], baselinesOf({ accepted: acceptedBaseline(of) }))).drift;
    const measured = [...(await alone(accepted)), ...(await alone(champion))].map((finding) => finding.measured);
    expect(both.drift.map((finding) => finding.measured)).toEqual(measured);
  });

  it('stops the line by the champion alone, when many small steps have added up', async () => {
    const baselines = baselinesOf({
      accepted: acceptedBaseline(await profileOf(larger(1.95))),
      champion: championBaseline(await profileOf(tinyFlats())),
    });
    const { verdict, reasons, drift } = await validate(larger(2), [area], baselines);
    expect(drift.map(({ verdict: each }) => each)).toEqual(['Passed', 'Failed']);
    expect(verdict).toBe('Rejected');
    expect(reasons).toEqual([
      expect.stringMatching(
        /^`area`: its population stability index against the data that version 3, the champion, was trained on is [\d.]+; at most 0.25/,
      ),
    ]);
  });

  it.each([
    [['accepted' as const], ['Passed']],
    [['champion' as const], ['Failed']],
  ])('holds its limits against %j only, when the manifest says so', async (against, verdicts) => {
    const baselines = baselinesOf({
      accepted: acceptedBaseline(await profileOf(larger(2))),
      champion: championBaseline(await profileOf(tinyFlats())),
    });
    const { drift } = await validate(larger(2), [{ ...area, against }], baselines);
    expect(drift.map(({ verdict }) => verdict)).toEqual(verdicts);
  });

  it('says why the champion cannot be compared with, and stops nothing for it', async () => {
    const { profile: _, ...champion } = championBaseline(await profileOf(tinyFlats())) as Baseline & {
      profile: Profile;
    };
    const baselines = baselinesOf({ champion: { ...champion, reason: 'its run kept no profile' } });
    const { verdict, drift } = await validate(tinyFlats(), [area], baselines);
    expect(verdict).toBe('Accepted');
    expect(drift).toMatchObject([
      {
        verdict: 'NotComparable',
        message:
          '`area`: not compared with the data that version 3, the champion, was trained on: its run kept no profile.',
      },
    ]);
  });

  it('of categories asks each baseline whether it had them', async () => {
    const few = (names: string[]) =>
      tinyFlats().map((each, index) => ({ ...each, flat: names[index % names.length]! }));
    const baselines = baselinesOf({
      accepted: acceptedBaseline(await profileOf(few(['F1', 'F2']), [flat])),
      champion: championBaseline(await profileOf(few(['F1']), [flat])),
    });
    const { drift } = await validate(few(['F1', 'F2']), [flat], baselines);
    expect(drift.map(({ measured }) => measured)).toEqual([0, 0.5]);
  });

  it('keeps the edges of the last accepted dataset for the next, whatever the champion was counted on', async () => {
    const { accepted, champion } = await slowlyGrown();
    const baselines = baselinesOf({ accepted: acceptedBaseline(accepted), champion: championBaseline(champion) });
    const { profile } = await validate(larger(1.02), [area], baselines);
    expect(profile).toEqual({ ...accepted, columns: profile.columns });
    expect(profile.columns).toEqual(accepted.columns);
  });
});

describe('drift against a period', () => {
  const seasonal: Drift = { ...area, period: { months: 12 } };

  it('compares with the dataset of then, found by the newest event, and not with the champion', async () => {
    const asked: [Period, string][] = [];
    const profile = await profileOf(larger(2));
    const baselines = baselinesOf({
      accepted: acceptedBaseline(await profileOf(tinyFlats())),
      champion: championBaseline(await profileOf(tinyFlats())),
      async ofPeriod(period, newestEvent) {
        asked.push([period, newestEvent.toISOString()]);
        return { kind: 'period', name: 'the accepted dataset of 12 months before', source: 'd1', profile };
      },
    });
    const { drift, verdict } = await validate(larger(2), [{ ...seasonal, maxKs: 0.2 }], baselines);
    expect(verdict).toBe('Accepted');
    expect(drift.map(({ baseline, measure, measured }) => [baseline.source, measure, measured])).toEqual([
      ['d1', 'psi', 0],
      ['d1', 'ks', 0],
    ]);
    expect(asked).toEqual([[{ months: 12 }, '2024-01-25T22:00:00.000Z']]);
  });

  it('measures other columns, and other entries, against their own baselines in the same run', async () => {
    const accepted = await profileOf(tinyFlats());
    const baselines = baselinesOf({
      accepted: acceptedBaseline(accepted),
      ofPeriod: async () => ({ kind: 'period', name: 'then', source: 'd1', profile: await profileOf(larger(2)) }),
    });
    const { drift, profile } = await validate(larger(2), [{ ...area, mode: 'observe' }, seasonal], baselines);
    expect(drift.map(({ baseline, verdict }) => [baseline.kind, verdict])).toEqual([
      ['accepted', 'Failed'],
      ['period', 'Passed'],
    ]);
    // The next baseline is on edges that suit these values.
    const { counts } = profile.columns.area as NumericProfile;
    expect(Math.max(...counts)).toBeLessThan(30);
  });

  it('is not comparable when there is none, or nothing says when', async () => {
    const { drift, verdict } = await validate(tinyFlats(), [seasonal], baselinesOf());
    expect(verdict).toBe('Accepted');
    expect(drift).toMatchObject([
      { verdict: 'NotComparable', message: expect.stringContaining('no accepted dataset') },
    ]);
    const timeless = tinyFlats().map((each) => ({ ...each, let_at: '' }));
    expect((await validate(timeless, [seasonal], baselinesOf())).drift).toMatchObject([
      { verdict: 'NotComparable', message: expect.stringContaining('no row has an event time') },
    ]);
  });

  it('leaves the newest event in the profile, by which a later one finds it', async () => {
    expect((await profileOf(tinyFlats())).newestEvent).toBe('2024-01-25T22:00:00.000Z');
  });
});
