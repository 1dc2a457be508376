import type { PinnedObject } from './landing.ts';

const GIB = 2 ** 30;

/**
 * What functions hold. Bytes are of landed files. ValidateDataset, MeasureFiles and CountFiles fill at most half of their 4 GiB of disk,
 * the rest is DuckDB's to spill into; PrepareDataset at most three tenths of its 10 GiB, since it also writes what it makes.
 * tests/contract/capacity.test.ts holds this against the functions' settings.
 */
export const CAPACITY = {
  /** One file, or one part. */
  partBytes: 2 * GIB,
  /** Files of one part: each is a request and a scan. */
  partFiles: 1000,
  /** The files of all datasets of a window. */
  windowBytes: 3 * GIB,
  /** Rows that EvaluateCandidate compares; each takes about 250 bytes, DuckDB its own gigabyte. */
  holdoutRows: 5_000_000,
} as const;

export type Capacity = { readonly [Limit in keyof typeof CAPACITY]: number };

/** Some of a dataset's files, by their places in its manifest: from `first` up to but not `end`. */
export interface Part {
  readonly part: number;
  readonly first: number;
  readonly end: number;
}

/** How a dataset is measured: by one function, in parts by several, or not at all. */
export type MeasurePlan =
  | { readonly kind: 'whole' }
  | { readonly kind: 'parts'; readonly parts: readonly Part[] }
  | { readonly kind: 'tooLarge'; readonly reason: string };

export interface ToMeasure {
  readonly objects: readonly Pick<PinnedObject, 'key' | 'size'>[];
  /** Bytes of each earlier dataset of the training window. */
  readonly earlier: readonly number[];
  /** From which size on the manifest wants a dataset measured in parts. */
  readonly partBytes: number;
}

/** Decides by the sizes of the files alone, before anything is read. */
export function planMeasurement(
  { objects, earlier, partBytes }: ToMeasure,
  capacity: Capacity = CAPACITY,
): MeasurePlan {
  const large = objects.find(({ size }) => size > capacity.partBytes);
  if (large !== undefined) {
    const reason = `${large.key} has ${gib(large.size)}; a function measures files of at most ${gib(capacity.partBytes)}. Deliver the data in smaller files.`;
    return { kind: 'tooLarge', reason };
  }
  const landed = sum(objects.map(({ size }) => size));
  const window = landed + sum(earlier);
  if (window > capacity.windowBytes) {
    const what =
      earlier.length === 0
        ? 'The landing has'
        : `The landing and the ${earlier.length} accepted before it in the window have`;
    const less = earlier.length === 0 ? '' : 'Lower data.window, or ';
    const reason = `${what} ${gib(window)}; PrepareDataset trains on at most ${gib(capacity.windowBytes)}. ${less}${less === '' ? 'D' : 'd'}eliver less at a time.`;
    return { kind: 'tooLarge', reason };
  }
  const parts = partsOf(objects, { bytes: Math.min(partBytes, capacity.partBytes), files: capacity.partFiles });
  return parts.length === 1 ? { kind: 'whole' } : { kind: 'parts', parts };
}

/** Neighbours in the manifest together, as many as one part holds. A file larger than asked for is a part of its own. */
export function partsOf(
  objects: readonly Pick<PinnedObject, 'size'>[],
  most: { readonly bytes: number; readonly files: number },
): Part[] {
  const parts: Part[] = [];
  let [first, bytes] = [0, 0];
  const close = (end: number) => {
    if (end > first) parts.push({ part: parts.length, first, end });
    [first, bytes] = [end, 0];
  };
  for (const [place, { size }] of objects.entries()) {
    if (bytes + size > most.bytes || place - first === most.files) close(place);
    bytes += size;
  }
  close(objects.length);
  return parts;
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}

function gib(bytes: number): string {
  return `${Number((bytes / GIB).toPrecision(3))} GiB`;
}
