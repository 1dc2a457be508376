/** A leaf of an event: what a matcher is asked about. */
export type Leaf = string | number | boolean | null;

/** One element of a pattern's array, for a value that is there; `exists: false` is apart, see {@link Alternatives}. */
export type Matcher = (value: Leaf) => boolean;

/** The array at one field of a pattern: the field matches when any of them does. */
export interface Alternatives {
  readonly matchers: readonly Matcher[];
  /** Whether the field's absence matches too. */
  readonly absent: boolean;
}
