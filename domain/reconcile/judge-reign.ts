import { type Judgement, type JudgeSettings, judgeTraffic } from '../judge/judge-traffic.ts';
import type { Champion } from '../ledger/champion.ts';
import { pairMinutes, type TrafficByMinute } from '../release-plan/settled-minutes.ts';

/**
 * Judges a champion in its watch hours against what it replaced, frozen when it took over. Undefined when it is not, or no longer, to be
 * judged.
 */
export function judgeReign(
  champion: Champion,
  traffic: { readonly served: TrafficByMinute; readonly until: Date },
  settings: JudgeSettings,
): Judgement | undefined {
  const { watchUntil, baseline, since } = champion;
  if (watchUntil === undefined || baseline === undefined || traffic.until.toISOString() > watchUntil) return undefined;
  const minutes = pairMinutes({ green: traffic.served, blue: new Map() }, traffic.until);
  const plannedLooks = Math.max(1, Math.round((Date.parse(watchUntil) - Date.parse(since)) / 60_000));
  return judgeTraffic({ minutes, history: baseline, settings, plannedLooks, deadline: false });
}
