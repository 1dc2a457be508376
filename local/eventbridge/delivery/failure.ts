import { ServiceError } from '../../cloud.ts';

/** Why a target did not accept an event, as the dead-letter queue tells it. */
export interface DeliveryFailure {
  readonly code: string;
  readonly message: string;
  /** False for what no retry can heal; such an event goes to the dead-letter queue at once. */
  readonly retriable: boolean;
}

/** Source: EventBridge user guide, dead-letter queues: error codes and which of them are not retried. */
export function failureOf(thrown: unknown): DeliveryFailure {
  const message = thrown instanceof Error ? thrown.message : String(thrown);
  if (!(thrown instanceof ServiceError)) return { code: 'SDK_CLIENT_ERROR', message, retriable: true };
  const { code, status } = thrown;
  if (/AccessDenied|NotAuthorized|UnauthorizedOperation/.test(code) || status === 403) {
    return { code: 'NO_PERMISSIONS', message, retriable: false };
  }
  if (/NotFound|DoesNotExist|NonExistent|NoSuch/.test(code) || status === 404) {
    return { code: 'NO_RESOURCE', message, retriable: false };
  }
  if (/Throttl|TooManyRequests/.test(code) || status === 429) return { code: 'THROTTLING', message, retriable: true };
  if (/LimitExceeded/.test(code)) return { code: 'RESOURCE_LIMIT_EXCEEDED', message, retriable: true };
  if (/Timeout|TimedOut/.test(code)) return { code: 'TIMEOUT', message, retriable: true };
  return { code: 'SDK_CLIENT_ERROR', message, retriable: status >= 500 };
}
