import { percent } from './percent.ts';
import { isFault, type Result } from './settings.ts';
import type { Target } from './targets.ts';

/** Whether a promise is kept, its worst figure, and each setting in which it is not. */
export function describeTarget({ promise, unit, settings, worst, missed }: Target): string {
  const kept = missed.length === 0 ? `kept in all ${settings}` : `MISSED in ${missed.length} of ${settings}`;
  const figure = worst === null ? 'not found' : unit === 'share' ? percent(worst) : `${worst} min`;
  const where = missed.length === 0 ? '' : ` (${missed.map(describeSetting).join('; ')})`;
  return `- ${promise}: ${kept} settings, the worst ${figure}${where}.`;
}

function describeSetting({ scenario, base, rate, minutes, lift, onset, outcomes }: Result): string {
  const { early, median } = outcomes.andon;
  const figure = isFault(lift) ? `+${percent(lift)} from ${onset}: ${median ?? 'not found'}` : percent(early);
  return `${scenario}, base ${percent(base)}, ${rate}/s, ${minutes} min, ${figure}`;
}
