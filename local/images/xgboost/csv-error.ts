/** A CSV that does not hold numbers only, and where: `train/part-0.csv:17: ...`. */
export class CsvError extends Error {
  override readonly name = 'CsvError';
  /** 1 for the first line. */
  readonly line: number;

  constructor(at: { readonly source: string; readonly line: number }, reason: string) {
    super(`${at.source}:${at.line}: ${reason}`);
    this.line = at.line;
  }
}
