/** A seeded source of chance, uniform in [0, 1): mulberry32. The same seed gives the same sequence on every machine. */
export function seededRandom(seed: number): () => number {
  let state = seed | 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 0x100000000;
  };
}

/** `count` different numbers below `limit`, ascending, each set as likely as any other (Floyd's algorithm). */
export function sampleWithoutReplacement(
  random: () => number,
  { count, limit }: { count: number; limit: number },
): number[] {
  const chosen = new Set<number>();
  for (let top = limit - count; top < limit; top++) {
    const drawn = Math.floor(random() * (top + 1));
    chosen.add(chosen.has(drawn) ? top : drawn);
  }
  return [...chosen].sort((a, b) => a - b);
}
