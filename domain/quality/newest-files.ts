/** A listed file. */
export interface Listed {
  readonly key: string;
  readonly size: number;
  readonly lastModified: Date;
}

/** How much of a listing is read at most. */
export interface ReadingLimits {
  readonly files: number;
  readonly bytes: number;
}

/** Which files are read, the oldest first, and how many are left out. */
export interface Reading<File extends Listed = Listed> {
  readonly files: readonly File[];
  readonly leftOut: number;
}

/** Order in which files were written; of one second, which is all S3 tells, by key. */
export function byWriting(a: Listed, b: Listed): number {
  return a.lastModified.getTime() - b.lastModified.getTime() || (a.key < b.key ? -1 : 1);
}

/** The newest files that stay within the limits together: what is left out is older than all that is read. */
export function newestFiles<File extends Listed>(listed: readonly File[], limits: ReadingLimits): Reading<File> {
  const newestFirst = listed.toSorted(byWriting).reverse();
  let bytes = 0;
  const tooMuch = newestFirst.findIndex(({ size }, index) => {
    bytes += size;
    return index >= limits.files || bytes > limits.bytes;
  });
  const files = newestFirst.slice(0, tooMuch < 0 ? undefined : tooMuch).reverse();
  return { files, leftOut: listed.length - files.length };
}
