import type { Manifest } from '#domain/manifest/schema.ts';
import type { Baselines, Comparison } from '../drift/baseline.ts';
import { mergeProfiles, type NumericProfile, type Profile } from '../drift/profile.ts';
import type { WantedEdges } from '../drift/wanted-edges.ts';
import { openDatabase } from '../duckdb.ts';
import { stops } from '../validate/finding.ts';
import type { FirstPass } from '../validate/first-pass.ts';
import { judgeMeasurement } from '../validate/judge-measurement.ts';
import { completeMeasurement, whatIsWanted } from '../validate/measure-landing.ts';
import type { Offending } from '../validate/measurement.ts';
import { type DatasetVerdict, unread, verdictOf } from '../validate/verdict.ts';
import type { PartCounts } from './count-part.ts';
import type { PartMeasurement } from './measure-part.ts';
import { mergeFirstPasses, undercounted } from './merge-first-passes.ts';
import { openSamples } from './merged-sample.ts';

/** What is known of a landing whose parts have been measured. */
export interface MeasuredParts {
  readonly manifest: Manifest;
  /** In the order of the parts, each with the sample that was taken of it. */
  readonly parts: readonly PartMeasurement[];
  readonly samples: readonly string[];
  /** Where the samples are, and where scratch may be written. */
  readonly directory: string;
}

/** What the second look at the parts is to count. It survives JSON. */
export interface Wanted {
  readonly comparisons: readonly Comparison[];
  readonly wanted: WantedEdges;
}

/** Where rows were not looked at. */
export const NOTHING_WANTED: Wanted = { comparisons: [], wanted: { still: {}, renewed: {}, uncounted: {} } };

/** Nothing when there are parts whose rows were not looked at. */
export async function wantedOfParts(measured: MeasuredParts, baselines: Baselines): Promise<Wanted> {
  const firsts = readable(measured.parts);
  if (firsts === undefined) return NOTHING_WANTED;
  const first = mergeFirstPasses(firsts);
  await using database = await openDatabase(measured);
  await openSamples(database, measured.manifest, { paths: measured.samples, oneIn: first.oneIn });
  return await whatIsWanted(database, first, { manifest: measured.manifest, baselines });
}

export interface CountedParts extends MeasuredParts, Wanted {
  /** In the order of the parts. */
  readonly counts: readonly PartCounts[];
  readonly now: Date;
}

/** Judges measured parts as one piece would be judged. */
export async function validateParts(counted: CountedParts): Promise<DatasetVerdict> {
  const { manifest, parts, samples, comparisons, wanted, counts, now } = counted;
  const schema = parts.flatMap((part) => part.schema);
  if (schema.some(stops)) return unread(schema);
  const firsts = readable(parts);
  if (firsts === undefined) return unread([...schema, ...parts.flatMap(({ damaged }) => damaged)]);
  const merged = mergeFirstPasses(firsts);
  const first = { ...merged, offending: withRepeats(merged.offending, counts) };
  await using database = await openDatabase(counted);
  const sampled = await openSamples(database, manifest, { paths: samples, oneIn: first.oneIn });
  const second = mergeCounts(counts);
  const measurement = {
    ...(await completeMeasurement(database, manifest, { first, wanted, second })),
    merged: { parts: parts.length, sampled, undercounted: undercounted(firsts) },
  };
  const judgement = judgeMeasurement(measurement, { manifest, comparisons, now });
  return verdictOf(first.rows, { ...judgement, expectations: [...schema, ...judgement.expectations] });
}

/** The first pass of every part; undefined when some part has none. */
function readable(parts: readonly PartMeasurement[]): FirstPass[] | undefined {
  const firsts = parts.flatMap(({ first }) => first ?? []);
  return firsts.length === parts.length ? firsts : undefined;
}

/** Repeats count over all parts, not within each; the examples are those of single parts. */
function withRepeats(offending: FirstPass['offending'], counts: readonly PartCounts[]): FirstPass['offending'] {
  const merged: Record<number, Offending> = { ...offending };
  for (const place of new Set(counts.flatMap(({ repeats }) => Object.keys(repeats).map(Number)))) {
    const found = merged[place];
    if (found === undefined || 'problem' in found) continue;
    merged[place] = { ...found, count: counts.reduce((sum, { repeats }) => sum + (repeats[place] ?? 0), 0) };
  }
  return merged;
}

function mergeCounts(counts: readonly PartCounts[]): Readonly<Record<string, NumericProfile>> {
  const profiles = counts.map(({ columns }): Profile => ({ version: 1, rows: 0, columns }));
  return profiles.reduce(mergeProfiles).columns as Record<string, NumericProfile>;
}
