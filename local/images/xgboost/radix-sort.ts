const DIGITS = 2048;

/**
 * 32-bit keys that sort, as unsigned integers, exactly like the floats they were made from (Herf 2001): the sign bit of
 * a positive number is set, a negative number is inverted. -0 comes just before 0.
 */
export function floatKeys(values: Float32Array): Uint32Array {
  const keys = new Uint32Array(values.buffer.slice(values.byteOffset, values.byteOffset + values.byteLength));
  for (let i = 0; i < keys.length; i++) {
    const bits = keys[i]!;
    keys[i] = bits & 0x80000000 ? ~bits : bits | 0x80000000;
  }
  return keys;
}

/** The floats behind the keys, in the order of the keys. */
export function floatsOfKeys(keys: Uint32Array): Float32Array {
  const bits = new Uint32Array(keys.length);
  for (let i = 0; i < keys.length; i++) {
    const key = keys[i]!;
    bits[i] = key & 0x80000000 ? key & 0x7fffffff : ~key;
  }
  return new Float32Array(bits.buffer);
}

/** Sorts keys in place, ascending, in three passes of 11 bits. */
export function radixSort(keys: Uint32Array): void {
  let from = keys;
  let to: Uint32Array = new Uint32Array(keys.length);
  for (let shift = 0; shift < 32; shift += 11) {
    const next = new Uint32Array(DIGITS);
    for (let i = 0; i < from.length; i++) next[(from[i]! >>> shift) & (DIGITS - 1)]!++;
    let start = 0;
    for (let digit = 0; digit < DIGITS; digit++) {
      const count = next[digit]!;
      next[digit] = start;
      start += count;
    }
    for (let i = 0; i < from.length; i++) {
      const key = from[i]!;
      to[next[(key >>> shift) & (DIGITS - 1)]!++] = key;
    }
    [from, to] = [to, from];
  }
  keys.set(from);
}
