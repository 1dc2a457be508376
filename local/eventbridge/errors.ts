import { ServiceError } from '../cloud.ts';

/** The modelled errors of EventBridge; sentences as recorded where they are known. */
export const validation = (why: string) => new ServiceError('ValidationException', why);

export const invalidPattern = (reason: string) =>
  new ServiceError('InvalidEventPatternException', `Event pattern is not valid. Reason: ${reason}`);

export const notFound = (why: string) => new ServiceError('ResourceNotFoundException', why);

export const ruleNotFound = (rule: string, bus: string) => notFound(`Rule ${rule} does not exist on EventBus ${bus}.`);

export const alreadyExists = (why: string) => new ServiceError('ResourceAlreadyExistsException', why);

export const limitExceeded = (why: string) => new ServiceError('LimitExceededException', why);
