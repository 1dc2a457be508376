/** The states that only a large dataset comes through: large-dataset.test.ts visits them, retrain.test.ts all others. */
export const LARGE_STATES: readonly string[] = [
  'MeasureDataset',
  'MeasureFiles',
  'CountDataset',
  'CountFiles',
  'DatasetTooLarge',
];
