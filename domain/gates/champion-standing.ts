/**
 * The champion as far as a comparison goes: a version that was scored on the same rows; one that could not be, or not
 * fairly, with the reason; or undefined before the first release.
 */
export type ChampionStanding =
  | { readonly version: number }
  | { readonly version: number; readonly notComparable: string }
  | { readonly version: number; readonly holdoutOverlaps: string }
  | undefined;

/** Whom a candidate is compared with: what serves, or the version that a person pinned. */
export type Opponent = 'champion' | 'anchor';

/** Why it cannot be compared with, or undefined. */
export function obstacle(standing: NonNullable<ChampionStanding>, whom: Opponent = 'champion'): string | undefined {
  const name = whom === 'champion' ? 'Champion' : 'Anchor';
  if ('notComparable' in standing) return `${name}NotComparable: ${standing.notComparable}`;
  if ('holdoutOverlaps' in standing) return `HoldoutOverlaps${name}: ${standing.holdoutOverlaps}`;
  return undefined;
}

/** When a model's training ended and a holdout begins, as ISO 8601. */
export interface Lineage {
  readonly whom: Opponent;
  readonly trainedThrough: string;
  readonly holdoutFrom: string;
  readonly gapHours: number;
}

/**
 * Why the holdout is not new to the champion or anchor, or undefined when it starts after that one's last training event and
 * the gap. A model that has seen the rows would look better than it is.
 */
export function holdoutOverlap({ whom, trainedThrough, holdoutFrom, gapHours }: Lineage): string | undefined {
  const clear = Date.parse(trainedThrough) + gapHours * 3_600_000;
  if (Date.parse(holdoutFrom) > clear) return undefined;
  const gap = gapHours > 0 ? ` and the gap is ${gapHours} h` : '';
  return `the ${whom} was trained on events through ${trainedThrough}${gap}, the holdout starts ${holdoutFrom}`;
}
