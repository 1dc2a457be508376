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

/** When the newest row of a holdout happened, and until when labels had matured as the dataset was pinned. */
export interface HoldoutLabels {
  readonly holdoutThrough: string | undefined;
  /** When the dataset was pinned; undefined where the run did not keep it. */
  readonly pinnedAt: string | undefined;
  readonly labelMaturityHours: number;
}

/** Why the holdout may hold labels that were not final yet, or undefined when its lineage proves that it holds none. */
export function immatureHoldout({ holdoutThrough, pinnedAt, labelMaturityHours }: HoldoutLabels): string | undefined {
  if (labelMaturityHours === 0) return undefined;
  const matures = `a label is final ${labelMaturityHours} h after its row`;
  if (holdoutThrough === undefined || pinnedAt === undefined) {
    return `${matures}, and when the holdout was pinned is not known`;
  }
  const matured = Date.parse(pinnedAt) - labelMaturityHours * 3_600_000;
  if (Date.parse(holdoutThrough) <= matured) return undefined;
  return `${matures}; the holdout reaches to ${holdoutThrough} and was pinned ${pinnedAt}`;
}
