import { exitCodes, OperatorError } from './operator-error.ts';

/** What the operator is told of an error. */
export interface Explained {
  readonly code: string;
  readonly message: string;
  readonly exitCode: number;
  /** Only for a bug. */
  readonly stack?: string;
}

/** Codes of sockets and names that mean that nobody answered. */
const unreachable = /^(ECONNREFUSED|ECONNRESET|ENOTFOUND|EAI_AGAIN|ETIMEDOUT|EPIPE|EHOSTUNREACH|TimeoutError)$/;

/** Errors of the product's own adapters that are AWS's doing. */
const ours = new Set(['AuditUnavailableError', 'LedgerConflictError']);

/** Tells what a person can do something about from a bug. */
export function explainError(error: unknown): Explained {
  if (error instanceof OperatorError) {
    const { code, message, exitCode } = error;
    return { code, message, exitCode };
  }
  const aws = { exitCode: exitCodes.aws } as const;
  for (const each of chain(error)) {
    const { code = '', name, message, $metadata } = each;
    if (unreachable.test(code) || unreachable.test(name)) {
      return {
        ...aws,
        code: 'AWS_UNREACHABLE',
        message: `AWS does not answer: ${message || code}. Is the target right, and is the network up? A local AWS is started with: npm start`,
      };
    }
    if (ours.has(name)) return { ...aws, code: 'NOT_RECORDED', message };
    if (name === 'CredentialsProviderError' || /^(Region is missing|Could not load credentials)/.test(message)) {
      return {
        ...aws,
        code: 'AWS_REFUSED',
        message: `${message.replace(/[.]?$/, '.')} Check the profile with: aws sts get-caller-identity --profile <name>, log in if it needs a login, or give --region.`,
      };
    }
    if ($metadata !== undefined) {
      const request = $metadata.requestId === undefined ? '' : ` (request ${$metadata.requestId})`;
      return { ...aws, code: 'AWS_REFUSED', message: `AWS refused: ${name}: ${message}${request}. ${adviceFor(name)}` };
    }
  }
  const bug = error instanceof Error ? error : new Error(String(error));
  return {
    code: 'BUG',
    message: `This is a bug in andon: ${bug.message}`,
    exitCode: exitCodes.bug,
    stack: bug.stack ?? '',
  };
}

type Failure = Error & { readonly code?: string; readonly $metadata?: { readonly requestId?: string } };

/** The error, what it was caused by, and what it gathers: Node tries several addresses and reports them together. */
function chain(error: unknown): Failure[] {
  if (!(error instanceof Error)) return [];
  const gathered = error instanceof AggregateError ? error.errors : [];
  return [error as Failure, ...gathered.flatMap(chain), ...chain(error.cause)];
}

function adviceFor(name: string): string {
  if (/AccessDenied|NotAuthorized|Unauthorized/i.test(name))
    return 'Ask for the permission it names, or use another --profile.';
  if (/Expired|InvalidClientTokenId|UnrecognizedClient/i.test(name)) return 'Log in again, or use another --profile.';
  if (/Throttl|TooManyRequests|SlowDown/i.test(name)) return 'Try again in a moment.';
  return 'Nothing more was done.';
}
