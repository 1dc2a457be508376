/** About so many rows are looked at for percentiles and leakage. */
const SAMPLE_ROWS = 10_000;

/**
 * One row in how many is sampled of so many rows. A power of two, because of rows chosen by the multiples of their hash the sample for a higher
 * one is a part of the sample for a lower one: samples of parts can be thinned to that of the whole.
 */
export function sampleRate(rows: number): number {
  return 2 ** Math.max(0, Math.round(Math.log2(Math.max(1, rows) / SAMPLE_ROWS)));
}

/** The rate for a part of about so many rows: denser, because those of the other parts may be longer or shorter than it seems from here. */
export function partSampleRate(rows: number): number {
  return Math.max(1, sampleRate(rows) / 2);
}
