import type { Outcome } from './outcome.ts';
import { percent } from './percent.ts';
import { type Grid, type Group, groupsOf, isFault, type Result, RULES, type RuleName } from './settings.ts';

const TITLES: Readonly<Record<RuleName, string>> = {
  andon: '**Andon**',
  kayenta: 'Kayenta',
  kayentaRetuned: 'Kayenta retuned',
  oneOfOne: '> 5 %, 1 of 1',
  twoOfThree: '> 5 %, 2 of 3',
};

/** Markdown: a row for each kind of traffic, a column for each rule. */
function table(groups: readonly Group[], cells: (group: Group, rule: RuleName) => string): string {
  const alone = groups.every((group) => group.alone);
  const rules = RULES.filter((rule) => !alone || !rule.startsWith('kayenta'));
  const head = ['scenario', 'base', 'req/s', ...rules.map((rule) => TITLES[rule])];
  const rows = groups.map((group) => [
    group.scenario,
    percent(group.base),
    String(group.rate),
    ...rules.map((rule) => cells(group, rule)),
  ]);
  return [head, head.map(() => '---'), ...rows].map((row) => `| ${row.join(' | ')} |`).join('\n');
}

/** Share of bakes rolled back without a fault: one figure for each length of the bake, equal / worse by the margin. */
export function falseRollbackTable(
  results: readonly Result[],
  { grid, alone }: { grid: Grid; alone: boolean },
): string {
  // First equal, then worse by the margin, each for every length.
  const without = results.filter(({ lift }) => !isFault(lift)).toSorted((a, b) => a.lift - b.lift);
  return table(groups(grid, alone), (group, rule) =>
    ofGroup(without, group)
      .map(({ outcomes }) => (outcomes[rule] === null ? '-' : share(outcomes[rule].early)))
      .join(' / '),
  );
}

/** Median and 90th percentile of minutes to detection: one pair for each length and onset. */
export function detectionTable(results: readonly Result[], { grid, alone, lift }: Shown): string {
  const faulty = results.filter((result) => result.lift === lift);
  return table(groups(grid, alone), (group, rule) =>
    ofGroup(faulty, group)
      .map(({ outcomes }) => delay(outcomes[rule]))
      .join(' / '),
  );
}

interface Shown {
  readonly grid: Grid;
  readonly alone: boolean;
  readonly lift: number;
}

/** Share of bakes that end healthy: one row for each kind of traffic, a column for each extra failure rate. */
export function healthyTable(results: readonly Result[], grid: Grid): string {
  const lifts = [...new Set(results.map(({ lift }) => lift))].sort((a, b) => a - b);
  const head = ['scenario', 'base', 'req/s', ...lifts.map((lift) => `+${percent(lift)}`)];
  const rows = groups(grid, false).map((group) => [
    group.scenario,
    percent(group.base),
    String(group.rate),
    ...lifts.map((lift) =>
      ofGroup(results, group)
        .filter((result) => result.lift === lift && result.onset === 0)
        .map(({ healthy }) => share(healthy))
        .join(' / '),
    ),
  ]);
  return [head, head.map(() => '---'), ...rows].map((row) => `| ${row.join(' | ')} |`).join('\n');
}

function groups(grid: Grid, alone: boolean): Group[] {
  return groupsOf(grid).filter((group) => group.alone === alone);
}

function ofGroup(results: readonly Result[], { base, rate, scenario, alone }: Group): Result[] {
  return results.filter(
    (result) => result.base === base && result.rate === rate && result.scenario === scenario && result.alone === alone,
  );
}

function delay(outcome: Outcome | null): string {
  if (outcome === null) return '-';
  const { median, p90, detected, early } = outcome;
  // Of the bakes that an early alarm had not ended already.
  const found = early === 1 ? 0 : detected / (1 - early);
  if (median === null) return found === 0 ? 'never' : `${share(found)} %`;
  return `${median}${p90 === null ? '' : ` (${p90})`}`;
}

function share(value: number): string {
  return String(Number((100 * value).toFixed(1)));
}
