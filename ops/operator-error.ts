/** How the command ends. They are in --help and in docs/cli.md. */
export const exitCodes = { done: 0, no: 1, usage: 2, aws: 3, bug: 70 } as const;

/** Codes of what can go wrong, by how the command ends. */
const endings = {
  /** The answer is no. */
  NOT_REPLAYABLE: exitCodes.no,
  NOT_DECIDABLE: exitCodes.no,
  NOTHING_SERVES: exitCodes.no,
  ALREADY_ROLLED_BACK: exitCodes.no,
  DECLINED: exitCodes.no,
  PAUSED: exitCodes.no,
  NOT_STARTED: exitCodes.no,
  NOT_MEASURED: exitCodes.no,
  /** It was asked wrongly, or of nobody. */
  USAGE: exitCodes.usage,
  NO_TARGET: exitCodes.usage,
  STACK_MISSING: exitCodes.usage,
  STACK_INCOMPLETE: exitCodes.usage,
  UNKNOWN_MODEL: exitCodes.usage,
  UNKNOWN_RUN: exitCodes.usage,
  UNKNOWN_VERSION: exitCodes.usage,
  NEEDS_CONFIRMATION: exitCodes.usage,
  /** AWS did not do it. */
  AWS_REFUSED: exitCodes.aws,
  AWS_UNREACHABLE: exitCodes.aws,
  NOT_RECORDED: exitCodes.aws,
} as const;

export type OperatorErrorCode = keyof typeof endings;

/** Something the operator can do something about. The message says what happened, why, and what to do. */
export class OperatorError extends Error {
  override readonly name = 'OperatorError';
  readonly code: OperatorErrorCode;

  constructor(code: OperatorErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }

  get exitCode(): number {
    return endings[this.code];
  }
}
