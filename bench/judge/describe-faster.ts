import type { FasterPeer } from './faster-peers.ts';
import { percent } from './percent.ts';
import type { RuleName } from './settings.ts';

const RULE: Readonly<Record<Exclude<RuleName, 'andon'>, string>> = {
  kayenta: "Kayenta's rule",
  kayentaRetuned: "Kayenta's rule, retuned",
  oneOfOne: '> 5 % in 1 of 1',
  twoOfThree: '> 5 % in 2 of 3',
};

/** By peer: those settings in which it rolls back no more often without a fault than is promised of this judge one by one. */
export function describeFaster(faster: readonly FasterPeer[]): string {
  const byPeer = Map.groupBy(faster, ({ peer }) => peer);
  return [...byPeer].map(([peer, its]) => [headOf(RULE[peer], its), ...linesOf(its)].join('\n')).join('\n');
}

function headOf(rule: string, its: readonly FasterPeer[]): string {
  const sound = its.filter((each) => each.sound).length;
  const listed =
    sound === 0 ? '.' : `, in ${sound} of them without too many false rollbacks (theirs against ours, in minutes):`;
  return `- ${rule} is faster in ${its.length} settings${listed}`;
}

function linesOf(its: readonly FasterPeer[]): string[] {
  const byTraffic = Map.groupBy(
    its.filter(({ sound }) => sound),
    ({ setting: { scenario, base, rate, lift } }) => `${scenario}, base ${percent(base)}, ${rate}/s, +${percent(lift)}`,
  );
  return [...byTraffic].map(([traffic, settings]) => {
    const each = settings.map(
      ({ setting: { minutes, onset }, median, ours }) =>
        `${median} against ${ours ?? 'not found'} (${minutes} min from ${onset})`,
    );
    return `  - ${traffic}: ${each.join(', ')}`;
  });
}
