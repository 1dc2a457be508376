/** What the data layer throws on purpose. Each message says what is wrong with which rows or file, and what to do. */

/** A landed file, or a file of scores, cannot be read as what it is said to be. */
export class DatasetUnreadableError extends Error {
  override readonly name = 'DatasetUnreadableError';
}

/** prepare.sql does not run, or does not return the columns it must. */
export class PrepareSqlError extends Error {
  override readonly name = 'PrepareSqlError';
}

/** prepare.sql returned a row id twice, or none, or one that does not fit a CSV unquoted. */
export class RowIdInvalidError extends Error {
  override readonly name = 'RowIdInvalidError';
}

export class DuplicateRowIdError extends Error {
  override readonly name = 'DuplicateRowIdError';
}

export class HoldoutTooSmallError extends Error {
  override readonly name = 'HoldoutTooSmallError';
}

/** No row is left to train on before the holdout and its gap. */
export class TrainingTooSmallError extends Error {
  override readonly name = 'TrainingTooSmallError';
}

/** A label that is not 0 or 1, not finite, or names no class. */
export class LabelInvalidError extends Error {
  override readonly name = 'LabelInvalidError';
}

/** All labels are the same: nothing to learn from, and no AUC. */
export class OneClassError extends Error {
  override readonly name = 'OneClassError';
}

/** A class without a training row. */
export class MissingClassError extends Error {
  override readonly name = 'MissingClassError';
}

/** NaN or infinite. */
export class ScoreNotFiniteError extends Error {
  override readonly name = 'ScoreNotFiniteError';
}

/** A probability outside 0 to 1. */
export class ScoreOutOfRangeError extends Error {
  override readonly name = 'ScoreOutOfRangeError';
}

/** The probabilities of all classes do not add up to 1. */
export class ScoreSumError extends Error {
  override readonly name = 'ScoreSumError';
}

/** Scores and labels are not of the same rows, or there is not one score for each class. */
export class ScoreCountMismatchError extends Error {
  override readonly name = 'ScoreCountMismatchError';
}
