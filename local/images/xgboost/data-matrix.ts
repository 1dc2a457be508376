/** A dense table of features, row after row. A missing value is NaN. */
export interface DataMatrix {
  readonly rows: number;
  readonly columns: number;
  /** `rows * columns` values; row r begins at `r * columns`. */
  readonly values: Float32Array;
}

/** Rows whose label is known. */
export interface LabelledData extends DataMatrix {
  /** One label per row. */
  readonly labels: Float32Array;
}
