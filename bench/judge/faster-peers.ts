import { isFault, type Result, RULES, type RuleName } from './settings.ts';

/** A setting in which a peer found the fault sooner, in the median, than this judge. */
export interface FasterPeer {
  readonly peer: Exclude<RuleName, 'andon'>;
  readonly setting: Result;
  readonly median: number;
  readonly ours: number | null;
  /** The peer's false rollbacks with the same traffic, at equality or at the margin, whichever is more. */
  readonly falseRollbacks: number;
  /** They are within what is promised of this judge. */
  readonly sound: boolean;
}

export function fasterPeers(results: readonly Result[]): FasterPeer[] {
  return results
    .filter(({ lift, alone }) => isFault(lift) && !alone)
    .flatMap((setting) =>
      RULES.flatMap((peer): FasterPeer[] => {
        const median = setting.outcomes[peer]?.median ?? null;
        const ours = setting.outcomes.andon.median;
        if (peer === 'andon' || median === null || (ours !== null && ours <= median)) return [];
        const falseRollbacks = falseRollbacksOf(peer, setting, results);
        const sound = falseRollbacks <= (setting.scenario === 'bursts-3' ? 0.02 : 0.01);
        return [{ peer, setting, median, ours, falseRollbacks, sound }];
      }),
    );
}

function falseRollbacksOf(peer: RuleName, setting: Result, results: readonly Result[]): number {
  const same = results.filter(
    ({ base, rate, scenario, minutes, alone, lift }) =>
      base === setting.base &&
      rate === setting.rate &&
      scenario === setting.scenario &&
      minutes === setting.minutes &&
      !alone &&
      !isFault(lift),
  );
  return Math.max(...same.map(({ outcomes }) => outcomes[peer]?.early ?? 0));
}
