import { type Cloud, ServiceError } from '../cloud.ts';
import type { AsyncQueue } from './async-queue.ts';
import type { FunctionStore } from './function-store.ts';
import type { Invoker } from './invoker.ts';

/** What Lambda's operations work on. */
export interface LambdaContext {
  readonly cloud: Cloud;
  readonly functions: FunctionStore;
  readonly invoker: Invoker;
  readonly queue: AsyncQueue;
}

/** ResourceNotFoundException, 404. */
export function notFound(message: string): ServiceError {
  return new ServiceError('ResourceNotFoundException', message, { status: 404, members: { Type: 'User' } });
}

/** ResourceConflictException, 409. */
export function conflict(message: string): ServiceError {
  return new ServiceError('ResourceConflictException', message, { status: 409, members: { Type: 'User' } });
}
