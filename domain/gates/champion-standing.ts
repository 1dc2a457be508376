/**
 * The champion as far as a comparison goes: a version that was scored on the same rows; one that could not be, or not
 * fairly, with the reason; or undefined before the first release.
 */
export type ChampionStanding =
  | { readonly version: number }
  | { readonly version: number; readonly notComparable: string }
  | { readonly version: number; readonly holdoutOverlaps: string }
  | undefined;

/** Why the champion cannot be compared with, or undefined. */
export function obstacle(champion: NonNullable<ChampionStanding>): string | undefined {
  if ('notComparable' in champion) return `ChampionNotComparable: ${champion.notComparable}`;
  if ('holdoutOverlaps' in champion) return `HoldoutOverlapsChampion: ${champion.holdoutOverlaps}`;
  return undefined;
}

/** When a model's training ended and a holdout begins, as ISO 8601. */
export interface Lineage {
  readonly championTrainedThrough: string;
  readonly holdoutFrom: string;
  readonly gapHours: number;
}

/**
 * Why the holdout is not new to the champion, or undefined when it starts after the champion's last training event and the
 * gap. A champion that has seen the rows would look better than it is.
 */
export function holdoutOverlap({ championTrainedThrough, holdoutFrom, gapHours }: Lineage): string | undefined {
  const clear = Date.parse(championTrainedThrough) + gapHours * 3_600_000;
  if (Date.parse(holdoutFrom) > clear) return undefined;
  const gap = gapHours > 0 ? ` and the gap is ${gapHours} h` : '';
  return `the champion was trained on events through ${championTrainedThrough}${gap}, the holdout starts ${holdoutFrom}`;
}
