import type { IncomingHttpHeaders } from 'node:http';
import type { ServiceError } from '../cloud.ts';
import type { OperationModel, ServiceModel } from './service-model.ts';

/** A request as it arrived, its body complete and unframed. */
export interface WireRequest {
  readonly method: string;
  /** Still percent-encoded. */
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

export interface WireAnswer {
  readonly status: number;
  readonly headers: Record<string, string>;
  readonly body: Uint8Array | string;
}

/** The operation a request means, as far as the service's model knows it. */
export interface Target {
  readonly model: ServiceModel;
  readonly operation: OperationModel;
  readonly protocol: Protocol;
}

/** One of AWS's wire protocols, from the server's side. */
export interface Protocol {
  /** @throws Error when the body is malformed. */
  readInput(request: WireRequest, target: Target): Record<string, unknown>;
  writeOutput(output: Readonly<Record<string, unknown>>, target: Target, requestId: string): WireAnswer;
  writeError(error: ServiceError, model: ServiceModel | undefined, requestId: string): WireAnswer;
}
