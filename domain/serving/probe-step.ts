import type { EndpointState } from '../release-plan/endpoint-state.ts';

/** What is to be done about a candidate's endpoint. */
export type ProbeStep =
  | { readonly kind: 'Create' }
  | { readonly kind: 'Wait' }
  /** It serves: send the requests. */
  | { readonly kind: 'Send' }
  | { readonly kind: 'NotServing'; readonly reason: string }
  /** SageMaker had no instance: a fault of neither container nor model. */
  | { readonly kind: 'NoCapacity'; readonly reason: string };

/** SageMaker gives up a container that never answers its ping after 24 minutes; what takes longer is not awaited. */
export const LONGEST_CREATION_MINUTES = 40;

/** FailureReason of an endpoint for which there was no instance. */
const CAPACITY = /InsufficientInstanceCapacity|CapacityError|unable to provision/i;

/** @param since when the endpoint's creation began, ISO 8601 */
export function probeStep({
  endpoint,
  since,
  now,
}: {
  readonly endpoint: EndpointState | undefined;
  readonly since: string;
  readonly now: Date;
}): ProbeStep {
  if (endpoint === undefined) return { kind: 'Create' };
  const { status, failureReason } = endpoint;
  switch (status) {
    case 'InService':
      return { kind: 'Send' };
    case 'Deleting':
      // A later look finds it gone and creates it anew.
      return { kind: 'Wait' };
    case 'Failed':
    case 'OutOfService':
    case 'UpdateRollbackFailed': {
      const reason = failureReason || 'SageMaker gives no reason';
      return CAPACITY.test(failureReason)
        ? { kind: 'NoCapacity', reason }
        : { kind: 'NotServing', reason: `its endpoint is ${status}: ${reason}` };
    }
    default: {
      const minutes = (now.getTime() - Date.parse(since)) / 60_000;
      if (minutes < LONGEST_CREATION_MINUTES) return { kind: 'Wait' };
      return {
        kind: 'NotServing',
        reason: `its endpoint is still ${status} after ${LONGEST_CREATION_MINUTES} minutes`,
      };
    }
  }
}
