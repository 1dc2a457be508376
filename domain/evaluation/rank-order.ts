const RADIX_BITS = 11;
const BUCKETS = 1 << RADIX_BITS;
const SHIFTS = [0, RADIX_BITS, 2 * RADIX_BITS] as const;

/**
 * Indices of the values in ascending order; equal values keep their order. A radix sort over the bits of the numbers, of
 * which passes with nothing to do are left out. NaN is not allowed.
 */
export function rankOrder(values: Float64Array): Uint32Array {
  const n = values.length;
  const low = new Uint32Array(n);
  const high = new Uint32Array(n);
  let order = new Uint32Array(n);
  let spare = new Uint32Array(n);
  const one = new Float64Array(1);
  const bits = new Uint32Array(one.buffer);
  for (let row = 0; row < n; row += 1) {
    // Adding 0 makes -0 the same as 0.
    one[0] = values[row]! + 0;
    const top = bits[1]!;
    // Flip so that unsigned order is numeric order: all bits of a negative number, the sign of a positive one.
    const mask = -(top >>> 31);
    low[row] = bits[0]! ^ mask;
    high[row] = top ^ (mask | 0x80000000);
    order[row] = row;
  }
  for (const keys of [low, high]) {
    for (const shift of SHIFTS) {
      if (pass({ keys, shift, order, into: spare })) [order, spare] = [spare, order];
    }
  }
  return order;
}

interface Pass {
  readonly keys: Uint32Array;
  readonly shift: number;
  readonly order: Uint32Array;
  readonly into: Uint32Array;
}

/** One stable counting pass. Returns false, having done nothing, when all keys agree in these bits. */
function pass({ keys, shift, order, into }: Pass): boolean {
  const n = keys.length;
  const starts = new Uint32Array(BUCKETS + 1);
  for (let row = 0; row < n; row += 1) {
    const bucket = (keys[row]! >>> shift) & (BUCKETS - 1);
    starts[bucket + 1] = starts[bucket + 1]! + 1;
  }
  if (starts.includes(n)) return false;
  for (let bucket = 0; bucket < BUCKETS; bucket += 1) starts[bucket + 1] = starts[bucket + 1]! + starts[bucket]!;
  for (let place = 0; place < n; place += 1) {
    const row = order[place]!;
    const bucket = (keys[row]! >>> shift) & (BUCKETS - 1);
    const start = starts[bucket]!;
    into[start] = row;
    starts[bucket] = start + 1;
  }
  return true;
}
