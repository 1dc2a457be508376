import { describeFaster } from './describe-faster.ts';
import { describeTarget } from './describe-target.ts';
import { fasterPeers } from './faster-peers.ts';
import type { LookTime } from './look-time.ts';
import { percent } from './percent.ts';
import { type Grid, isFault, onsetsWithin, type Result } from './settings.ts';
import { detectionTable, falseRollbackTable, healthyTable } from './tables.ts';
import { checkTargets } from './targets.ts';

export interface Measured {
  readonly grid: Grid;
  readonly results: readonly Result[];
  readonly look: LookTime;
  readonly seconds: number;
}

/** All figures as Markdown. */
export function report({ grid, results, look, seconds }: Measured): string {
  const { minutes, repeats, seed } = grid;
  const lengths = minutes.map((length) => `${length} min`).join(' / ');
  const withoutFault = `in % of bakes: equal ${lengths} / worse by the margin ${lengths}`;
  const counts = `${repeats.without} bakes without a fault and ${repeats.with} with one in each of ${results.length} settings`;
  const speed = `- One look at 120 minutes of 5 metrics: median ${look.median.toFixed(1)} ms, the first of a process ${look.first.toFixed(1)} ms.`;
  return [
    `Seed ${seed}, ${counts}, ${seconds.toFixed(0)} s.`,
    '### Targets',
    [...checkTargets(results).map(describeTarget), speed, ...scatter(repeats.without)].join('\n'),
    `### False rollbacks ${withoutFault}`,
    falseRollbackTable(results, { grid, alone: false }),
    ...detections({ grid, results, alone: false }),
    `### Healthy at the deadline in % of bakes, the fault from minute 0: ${lengths}`,
    healthyTable(results, grid),
    `### Against blue's past: false rollbacks ${withoutFault}`,
    falseRollbackTable(results, { grid, alone: true }),
    ...detections({ grid, results, alone: true }),
    '### Where a peer is faster',
    describeFaster(fasterPeers(results)),
  ].join('\n\n');
}

/** With few bakes a promise that holds can look missed: three standard errors of a share of 1 %. */
function scatter(bakes: number): string[] {
  const error = 3 * Math.sqrt((0.01 * 0.99) / bakes);
  return error < 0.01
    ? []
    : [
        `- Of ${bakes} bakes, a share of 1 % may be measured as up to ${percent(0.01 + error)}, and a median be a minute off: more bakes tell whether a promise is kept.`,
      ];
}

function detections({ grid, results, alone }: { grid: Grid; results: readonly Result[]; alone: boolean }): string[] {
  const each = grid.minutes.flatMap((minutes) =>
    onsetsWithin(grid, minutes).map((onset) => `${minutes} min from ${onset}`),
  );
  const of = alone ? "Against blue's past: minutes" : 'Minutes';
  return grid.lifts
    .filter(isFault)
    .flatMap((lift) => [
      `### ${of} until +${percent(lift)} is found, median (p90): ${each.join(' / ')}`,
      detectionTable(results, { grid, alone, lift }),
    ]);
}
