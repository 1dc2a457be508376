import type { ServiceError } from '../cloud.ts';
import type { ErrorModel, ServiceModel } from './service-model.ts';

export interface DescribedError {
  readonly status: number;
  /** The message under the name the model gives it, and the further members. */
  readonly members: Record<string, unknown>;
  readonly model: ErrorModel | undefined;
  /** The code the query protocol calls it by. */
  readonly queryCode: string;
}

/** Completes an error from the service's model: a plain 400 takes the status the model declares. */
export function describeError(error: ServiceError, service: ServiceModel | undefined): DescribedError {
  const model = service?.errors.get(error.code);
  const names = model ? [...model.schema.structIterator()].map(([name]) => name) : [];
  const messageName = names.find((name) => name === 'Message' || name === 'message') ?? 'message';
  return {
    status: error.status === 400 ? (model?.status ?? 400) : error.status,
    members: { [messageName]: error.message, ...error.members },
    model,
    queryCode: model?.queryCode ?? error.code,
  };
}
