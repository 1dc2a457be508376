import type { Desired } from '../ledger/records.ts';

/**
 * What shall be released next, when `wanted` cannot be now: the newest version wins. Undefined: what is desired already stays.
 * `obsolete` is the key of a desired version that may no longer be released and so stands in nobody's way.
 */
export function nextDesired(
  current: Desired | undefined,
  wanted: Desired,
  obsolete: string | undefined,
): Desired | undefined {
  if (current === undefined || current.key === obsolete) return wanted;
  if (current.version.number !== wanted.version.number) {
    return current.version.number > wanted.version.number ? undefined : wanted;
  }
  return current.generation >= wanted.generation ? undefined : wanted;
}
