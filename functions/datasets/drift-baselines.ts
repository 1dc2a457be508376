import type { Ledger } from '#aws/ledger.ts';
import type { ModelRegistry } from '#aws/model-registry.ts';
import type { ObjectStore } from '#aws/object-store.ts';
import type { Baseline, BaselineName, Baselines } from '#data/drift/baseline.ts';
import type { Profile } from '#data/drift/profile.ts';
import type { RunProfile } from '#data/drift/run-profile.ts';
import { comparedWith } from '#domain/drift/compared-with.ts';
import { datasetOfPeriod } from '#domain/drift/dataset-of-period.ts';
import { periodText } from '#domain/drift/period.ts';
import type { AcceptedDatasets } from '#domain/landing/landing.ts';
import type { Drift, FeatureDrift } from '#domain/manifest/schema.ts';
import { dataKeys } from '#domain/object-keys.ts';
import { championRun } from './champion-run.ts';

export interface DriftBaselinesDeps {
  readonly data: ObjectStore;
  readonly ledger: Ledger;
  readonly registry: ModelRegistry;
}

/** Whose drift is asked. */
interface Subject {
  readonly model: string;
  /** The dataset that landed: it is no baseline of itself, even when it was accepted before. */
  readonly datasetId: string;
  /** The landed columns, or the features that prepare.sql made of them. */
  readonly of: 'columns' | 'features';
}

/** What is known of a dataset's baselines before its rows are read. It survives JSON, so that all its parts are compared with the same. */
export interface KnownBaselines extends Pick<Baselines, 'accepted' | 'champion'> {
  /** The accepted datasets, of which one of a period may be asked for. */
  readonly others: AcceptedDatasets['datasets'];
}

/** What a dataset is compared with, as far as the manifest's entries ask for it. */
export async function driftBaselines(
  subject: Subject,
  drifts: readonly (Drift | FeatureDrift)[],
  deps: DriftBaselinesDeps,
): Promise<Baselines> {
  return baselinesFrom(subject, await knownBaselines(subject, drifts, deps), deps);
}

export async function knownBaselines(
  subject: Subject,
  drifts: readonly (Drift | FeatureDrift)[],
  deps: DriftBaselinesDeps,
): Promise<KnownBaselines> {
  const { model, datasetId } = subject;
  const datasets = (await deps.ledger.accepted(model).read())?.datasets ?? [];
  const others = datasets.filter(({ id }) => id !== datasetId);
  const newest = others.at(-1);
  const named = { kind: 'accepted', name: 'the last accepted dataset' } as const;
  const championNeeded = drifts.some((drift) => comparedWith(drift).includes('champion'));
  return {
    others,
    accepted: newest && (await acceptedBaseline(subject, { ...newest, named }, deps)),
    champion: championNeeded ? await championBaseline(subject, deps) : undefined,
  };
}

export function baselinesFrom(
  subject: Subject,
  { others, accepted, champion }: KnownBaselines,
  deps: Pick<DriftBaselinesDeps, 'data'>,
): Baselines {
  return {
    accepted,
    champion,
    async ofPeriod(period, newestEvent) {
      const name = { kind: 'period', name: `the accepted dataset of ${periodText(period)} before` } as const;
      const found = datasetOfPeriod(others, newestEvent, period);
      return 'reason' in found
        ? { ...name, ...found }
        : acceptedBaseline(subject, { ...found.dataset, named: name }, deps);
    },
  };
}

async function acceptedBaseline(
  { model, of }: Subject,
  { id, run, named }: AcceptedDatasets['datasets'][number] & { named: BaselineName },
  { data }: Pick<DriftBaselinesDeps, 'data'>,
): Promise<Baseline> {
  const key = of === 'columns' ? dataKeys.datasetProfile(model, id) : dataKeys.runProfile(model, run);
  const stored = (await data.getJson(key))?.value;
  const profile = of === 'columns' ? (stored as Profile | undefined) : (stored as RunProfile | undefined)?.features;
  return { ...named, source: id, ...(profile === undefined ? { reason: `there is no ${key}` } : { profile }) };
}

/** The profile of the champion's training window, which its own run wrote when it was prepared. */
async function championBaseline(
  { model, of }: Subject,
  { data, ledger, registry }: DriftBaselinesDeps,
): Promise<Baseline | undefined> {
  const champion = await championRun(model, { ledger, registry });
  if (champion === undefined) return undefined;
  const { version, run } = champion;
  const who = `version ${version}, the champion`;
  const name = of === 'columns' ? `the data that ${who}, was trained on` : `the features of ${who}`;
  if (run === undefined) return { kind: 'champion', name, reason: 'the registry does not say which run made it' };
  const named = { kind: 'champion', name, source: run } as const;
  const stored = (await data.getJson(dataKeys.runProfile(model, run)))?.value as RunProfile | undefined;
  if (stored === undefined) return { ...named, reason: `its run ${run} kept no profile; the next candidate's does` };
  return { ...named, profile: of === 'columns' ? stored.training : stored.features };
}
