import { type Cloud, ServiceError, type ServiceId } from '../cloud.ts';

interface Request {
  readonly service: ServiceId;
  readonly operation: string;
  readonly input: object;
}

/** Calls an operation whose effect nothing local depends on; the embedded AWS need not have it. */
export async function callIfImplemented(cloud: Cloud, { service, operation, input }: Request): Promise<void> {
  try {
    await cloud.call(service, operation, input);
  } catch (error) {
    if (!(error instanceof ServiceError && error.code === 'NotImplemented')) throw error;
  }
}

/** Deletes what may already be gone. `gone` are the codes the service answers then. */
export async function callUnlessGone(cloud: Cloud, request: Request & { readonly gone: RegExp }): Promise<void> {
  try {
    await cloud.call(request.service, request.operation, request.input);
  } catch (error) {
    if (!(error instanceof ServiceError && request.gone.test(`${error.code} ${error.message}`))) throw error;
  }
}
