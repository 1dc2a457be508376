/** Levenshtein distance: the fewest insertions, deletions and substitutions that turn one word into the other. */
export function editDistance(from: string, to: string): number {
  let row = Array.from({ length: to.length + 1 }, (_, index) => index);
  for (const [i, letter] of [...from].entries()) {
    const next = [i + 1];
    for (const [j, other] of [...to].entries()) {
      next.push(Math.min(next[j]! + 1, row[j + 1]! + 1, row[j]! + (letter === other ? 0 : 1)));
    }
    row = next;
  }
  return row.at(-1)!;
}

/** Shorter words are part of too many others. */
const TELLING = 4;

/**
 * The known word nearest to the one written, upper and lower case taken as equal: first one that it is a part of, as "hours" of
 * "maxAgeHours". Undefined when nothing is known.
 */
export function nearest(word: string, known: Iterable<string>): string | undefined {
  let best: { word: string; distance: number } | undefined;
  const written = word.toLowerCase();
  for (const candidate of known) {
    const other = candidate.toLowerCase();
    const part = written.length >= TELLING && other.includes(written);
    const distance = part ? 0 : editDistance(written, other);
    if (best === undefined || distance < best.distance) best = { word: candidate, distance };
  }
  return best?.word;
}

/** `nearest` as the end of a sentence: ` Nearest is "auc".`, or nothing. */
export function nearestHint(word: string, known: Iterable<string>): string {
  const found = nearest(word, known);
  return found === undefined ? '' : ` Nearest is "${found}".`;
}
