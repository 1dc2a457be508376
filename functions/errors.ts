/**
 * Every error a function may throw on purpose. Step Functions matches `name` in ErrorEquals, so names are literals, and an
 * error that is not here is a bug: never retried by name. A verdict (a bad metric, a rejected dataset) is a value, not an error.
 */
export interface ErrorDefinition {
  /** Worth trying again unchanged; the ASL retries it with back-off. */
  readonly retryable: boolean;
  /** When it is thrown. */
  readonly when: string;
}

export const errorDefinitions = {
  EventInvalidError: { retryable: false, when: 'an event does not have the shape its source promises' },
  StageInputInvalidError: {
    retryable: false,
    when: "a state's input does not match its schema: the ASL and the code disagree",
  },
  StageOutputInvalidError: { retryable: false, when: 'a stage made something its schema forbids: a bug' },
  EnvironmentInvalidError: { retryable: false, when: 'an environment variable of a function is missing or malformed' },
  UnknownModelError: { retryable: false, when: 'a run names a model that this deployment has no manifest for' },
  ServiceThrottledError: { retryable: true, when: 'AWS throttled a call longer than the SDK was willing to retry' },
  ServiceUnavailableError: {
    retryable: true,
    when: 'an AWS service answered with an error of its own (5xx) or not at all',
  },
  CapacityUnavailableError: { retryable: true, when: 'SageMaker has no capacity for a job at the moment' },
  CapacityExhaustedError: {
    retryable: false,
    when: "SageMaker had no capacity for as many jobs as the manifest's capacityAttempts",
  },
  JobFailedError: {
    retryable: false,
    when: 'a training or transform job failed for good; the message is its FailureReason',
  },
  JobStoppedError: { retryable: false, when: 'a job was stopped, by a person or by its time limit' },
  DatasetUnreadableError: { retryable: false, when: 'a pinned object version cannot be read any more' },
  DatasetTooLargeError: { retryable: false, when: 'a landing does not fit the memory or disk of the function' },
  PrepareFailedError: { retryable: false, when: "the model's prepare.sql failed or returned unusable columns" },
  ScoresInvalidError: {
    retryable: false,
    when: 'scores are not finite, out of range, do not add up to 1, or do not match the holdout rows',
  },
  MetricUnreadableError: {
    retryable: false,
    when: 'CloudWatch refuses to tell a metric that a release is to be judged by',
  },
  DeploymentBlockedError: {
    retryable: false,
    when: 'an endpoint stays busy, or an alarm stays raised, longer than a deployment may take',
  },
  AuditUnavailableError: {
    retryable: true,
    when: 'an audit record could not be written; a release stops, a rollback goes on',
  },
  LedgerConflictError: {
    retryable: true,
    when: 'a ledger object changed under a writer more often than it was willing to decide again',
  },
} as const satisfies Record<string, ErrorDefinition>;

export type ErrorName = keyof typeof errorDefinitions;

/** An error with a name from {@link errorDefinitions}. One class, typed by its name, so that minification cannot change it. */
export class StageError extends Error {
  override readonly name: ErrorName;

  constructor(name: ErrorName, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = name;
  }
}
