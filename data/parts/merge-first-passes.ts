import { MOST_CATEGORIES } from '../drift/measure-profile.ts';
import { type CategoricalProfile, type ColumnProfile, mergeProfiles, type Profile } from '../drift/profile.ts';
import { EXAMPLES } from '../expectations/example-rows.ts';
import type { FirstPass } from '../validate/first-pass.ts';
import type { MalformedLines, Offending } from '../validate/measurement.ts';
import { sampleRate } from '../validate/sample-rate.ts';
import { mergeLabels } from './merge-labels.ts';

/** The first passes over the parts of a landing, in their order, as one over the whole would have been. */
export function mergeFirstPasses(parts: readonly FirstPass[]): FirstPass {
  const newest = parts.flatMap(({ newestEvent }) => newestEvent ?? []);
  const malformed = parts.flatMap((part) => part.malformed ?? []);
  const estimated = sum(parts.map((part) => part.estimated));
  return {
    rows: sum(parts.map(({ rows }) => rows)),
    ...(malformed.length === 0 ? {} : { malformed: mergeLines(malformed) }),
    ...(newest.length === 0 ? {} : { newestEvent: newest.reduce((a, b) => Math.max(a, b)) }),
    offending: mergeOffending(parts.map(({ offending }) => offending)),
    label: parts.map(({ label }) => label).reduce(mergeLabels),
    columns: mergeColumns(parts),
    estimated,
    // A part of shorter lines than the others may have been sampled more thinly than the whole need be.
    oneIn: Math.max(sampleRate(estimated), ...parts.map(({ oneIn }) => oneIn)),
  };
}

/** Columns with more categories in some part than are kept of one: counts of rare ones may then be too low. */
export function undercounted(parts: readonly FirstPass[]): string[] {
  const found = parts.flatMap(({ columns }) =>
    Object.entries(columns).flatMap(([name, its]) => (its.kind === 'categorical' && its.rest > 0 ? [name] : [])),
  );
  return [...new Set(found)];
}

function mergeLines(parts: readonly MalformedLines[]): MalformedLines {
  return {
    lines: sum(parts.map(({ lines }) => lines)),
    examples: parts.flatMap(({ examples }) => examples).slice(0, EXAMPLES),
  };
}

function mergeOffending(parts: readonly FirstPass['offending'][]): FirstPass['offending'] {
  const merged: Record<number, Offending> = {};
  for (const part of parts) {
    for (const [place, found] of Object.entries(part)) {
      const before = merged[Number(place)];
      merged[Number(place)] = before === undefined ? found : mergeFound(before, found);
    }
  }
  return merged;
}

function mergeFound(a: Offending, b: Offending): Offending {
  if ('problem' in a) return a;
  if ('problem' in b) return b;
  return { count: a.count + b.count, examples: [...a.examples, ...b.examples].slice(0, EXAMPLES) };
}

function mergeColumns(parts: readonly FirstPass[]): Profile['columns'] {
  const profiles = parts.map(({ rows, columns }): Profile => ({ version: 1, rows, columns }));
  const { columns } = profiles.reduce(mergeProfiles);
  return Object.fromEntries(
    Object.entries(columns).map(([name, its]): [string, ColumnProfile] => [
      name,
      its.kind === 'categorical' ? mostFrequent(its) : its,
    ]),
  );
}

/** As many as a profile of a whole landing keeps by name. */
function mostFrequent({ counts, rest, ...profile }: CategoricalProfile): CategoricalProfile {
  const sorted = Object.entries(counts).sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1));
  const further = sum(sorted.slice(MOST_CATEGORIES).map(([, count]) => count));
  return { ...profile, counts: Object.fromEntries(sorted.slice(0, MOST_CATEGORIES)), rest: rest + further };
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
