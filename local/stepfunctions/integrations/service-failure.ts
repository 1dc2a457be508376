import { ServiceError } from '../../cloud.ts';
import { StateError } from '../interpreter/state-error.ts';

/** Codes no service models as an exception of its own; AWS reports them under the service's general exception. */
const UNMODELLED = new Set([
  'ValidationException',
  'ValidationError',
  'ThrottlingException',
  'Throttling',
  'AccessDeniedException',
  'AccessDenied',
  'InternalFailure',
  'InternalError',
  'ServiceUnavailable',
  'ServiceUnavailableException',
  'NotImplemented',
  'InvalidParameterValue',
  'MissingParameter',
]);

export interface ServiceNaming {
  /** As the cause names the service, for example `SageMaker`. */
  readonly service: string;
  /** Begins the error's name; differs from `service` in case for some services, for example `Sqs`. */
  readonly prefix: string;
  /** The exception for everything the service does not model, for example `SageMakerException`. */
  readonly general: string;
}

/**
 * A service's refusal as a state's failure: `<Prefix>.<Name>Exception`, or the general exception. Source: recordings of
 * AWS, `S3.NoSuchKeyException`, `DynamoDb.DynamoDbException`.
 */
export function serviceFailure(thrown: unknown, naming: ServiceNaming, requestId: string): StateError {
  if (!(thrown instanceof ServiceError)) throw thrown;
  const { code, status, message } = thrown;
  const modelled = code.endsWith('Exception') ? code : `${code}Exception`;
  const name = UNMODELLED.has(code) ? naming.general : modelled;
  const cause = `${message} (Service: ${naming.service}, Status Code: ${status}, Request ID: ${requestId})`;
  return new StateError({ error: `${naming.prefix}.${name}`, cause });
}
