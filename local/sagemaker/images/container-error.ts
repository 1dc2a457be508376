export type ContainerFailure =
  | 'UnknownImage'
  | 'ModelDataNotFound'
  | 'ModelDataUnreadable'
  | 'PingFailed'
  | 'ContainerExited';

/** A serving container could not be brought up. The message is fit for a FailureReason. */
export class ContainerError extends Error {
  override readonly name = 'ContainerError';
  readonly failure: ContainerFailure;

  constructor(failure: ContainerFailure, message: string) {
    super(message);
    this.failure = failure;
  }
}
