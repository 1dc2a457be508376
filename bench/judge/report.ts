import { type FasterPeer, fasterPeers } from './faster-peers.ts';
import type { LookTime } from './look-time.ts';
import { type Grid, isFault, type Result } from './settings.ts';
import { detectionTable, falseRollbackTable, healthyTable, percent } from './tables.ts';
import { checkTargets, type Target } from './targets.ts';

export interface Measured {
  readonly grid: Grid;
  readonly results: readonly Result[];
  readonly look: LookTime;
  readonly seconds: number;
}

/** All figures as Markdown. */
export function report({ grid, results, look, seconds }: Measured): string {
  const { minutes, onsets, repeats, seed } = grid;
  const beside = results.filter(({ alone }) => !alone);
  const lengths = minutes.map((length) => `${length} min`).join(' / ');
  const pairs = minutes.flatMap((length) => onsets.map((onset) => `${length} min from ${onset}`)).join(' / ');
  const lifts = grid.lifts.filter(isFault);
  const detection = (alone: boolean) =>
    lifts.map(
      (
        lift,
      ) => `### +${percent(lift)}${alone ? ', against blue’s past' : ''}: minutes to detection, median (p90): ${pairs}

${detectionTable(results, { grid, alone, lift })}`,
    );
  return [
    `Seed ${seed}, ${repeats.without} bakes without a fault and ${repeats.with} with one in each of ${results.length} settings, ${seconds.toFixed(0)} s.`,
    `### Targets\n\n${checkTargets(results).map(describeTarget).join('\n')}\n- one look at 120 minutes of 5 metrics: median ${look.median.toFixed(1)} ms, first of a process ${look.first.toFixed(1)} ms`,
    `### False rollbacks in % of bakes: equal ${lengths} / worse by the margin ${lengths}\n\n${falseRollbackTable(byLift(beside), { grid, alone: false })}`,
    ...detection(false),
    `### Healthy at the deadline in % of bakes (fault from minute 0): ${lengths}\n\n${healthyTable(results, grid)}`,
    `### Against blue's past, false rollbacks in % of bakes: equal ${lengths} / worse by the margin ${lengths}\n\n${falseRollbackTable(byLift(results), { grid, alone: true })}`,
    ...detection(true),
    `### Where a peer is faster\n\n${describeFaster(fasterPeers(results))}`,
  ].join('\n\n');
}

/** First equal, then the margin, each for every length. */
function byLift(results: readonly Result[]): Result[] {
  return results.toSorted((a, b) => a.lift - b.lift);
}

function describeTarget({ promise, settings, worst, missed }: Target): string {
  const figure =
    worst === null
      ? 'not found'
      : promise.startsWith('false') || promise.startsWith('the same')
        ? percent(worst)
        : `${worst}`;
  const where = missed.map(describeSetting).join('; ');
  return `- ${promise}: ${missed.length === 0 ? 'met' : 'MISSED'} in ${settings - missed.length} of ${settings} settings, worst ${figure}${where === '' ? '' : ` (${where})`}`;
}

function describeSetting({ scenario, base, rate, minutes, lift, onset, outcomes }: Result): string {
  const fault = isFault(lift)
    ? `+${percent(lift)} from ${onset}: ${outcomes.andon.median ?? 'not found'}`
    : percent(outcomes.andon.early);
  return `${scenario} ${percent(base)} ${rate}/s ${minutes} min ${fault}`;
}

/** Peers that keep to 1 % of false rollbacks in the setting, one by one; the others by number. */
function describeFaster(faster: readonly FasterPeer[]): string {
  const peers = [...new Set(faster.map(({ peer }) => peer))];
  return peers
    .map((peer) => {
      const its = faster.filter((each) => each.peer === peer);
      const sound = its.filter(({ falseRollbacks }) => falseRollbacks <= 0.01);
      const lines = sound.map(
        ({ setting, median, ours }) =>
          `  - ${setting.scenario} ${percent(setting.base)} ${setting.rate}/s ${setting.minutes} min, +${percent(setting.lift)} from ${setting.onset}: ${median} against ${ours ?? 'not found'}`,
      );
      return [
        `- ${peer}: faster in ${its.length} settings, in ${its.length - sound.length} of them with more than 1 % false rollbacks${sound.length === 0 ? '' : '; the others:'}`,
        ...lines,
      ].join('\n');
    })
    .join('\n');
}
