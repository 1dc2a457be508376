import { type Cloud, ServiceError } from '../../cloud.ts';
import { findEndpoint } from './find-endpoint.ts';
import type { ServerLease } from './inference-server.ts';
import type { InferenceServers } from './inference-servers.ts';
import { type EndpointRecord, endpointCollection } from './records.ts';
import {
  type Destination,
  pickDestination,
  routesOf,
  type ServingShare,
  sharesOf,
  type VariantRoute,
} from './routing.ts';

/** Where one request goes. Release the server when it is answered. */
export interface Routed extends Destination {
  readonly server: ServerLease;
}

/** What SageMaker's runtime knows of endpoints. */
export interface Serving {
  /** @throws ValidationError when the endpoint is missing or not in service, or has no such variant */
  route(endpointName: string, targetVariant?: string): Routed;
  /** Which configuration serves which share now. @throws ValidationException when there is no such endpoint */
  shares(endpointName: string): ServingShare[];
}

const servings = new WeakMap<Cloud, Serving>();

/** The endpoints of a cloud, for its SageMaker runtime. @throws when the cloud has no SageMaker service */
export function servingOf(cloud: Cloud): Serving {
  const serving = servings.get(cloud);
  if (serving === undefined)
    throw new Error('This cloud has no SageMaker endpoints: create its sagemaker service first.');
  return serving;
}

export function createServing(cloud: Cloud, servers: InferenceServers): Serving {
  const endpoints = endpointCollection(cloud);
  // A record never changes in place, so its routes are computed once, not for every request.
  const routes = new WeakMap<EndpointRecord, VariantRoute[]>();

  function routesNow(endpoint: EndpointRecord): VariantRoute[] {
    const known = routes.get(endpoint) ?? routesOf(endpoint);
    routes.set(endpoint, known);
    return known;
  }

  const serving: Serving = {
    route(endpointName, targetVariant) {
      const endpoint = endpoints.get(endpointName);
      if (endpoint === undefined) throw invalid(`Endpoint ${endpointName} of account ${cloud.account} not found.`);
      const all = routesNow(endpoint);
      if (all.length === 0) {
        throw invalid(
          `Endpoint ${endpointName} of account ${cloud.account} is not in service, it is ${endpoint.status}.`,
        );
      }
      const wanted = targetVariant === undefined ? all : all.filter(({ name }) => name === targetVariant);
      if (wanted.length === 0) throw invalid(`Variant ${targetVariant} not found for Request`);
      const destination = pickDestination(wanted, () => cloud.random());
      if (destination === undefined) throw invalid(`All variants of endpoint ${endpointName} have a weight of 0.`);
      const { fleet, variant } = destination;
      return { ...destination, server: servers.lease({ endpoint: endpointName, fleet, variant }) };
    },
    shares: (endpointName) => sharesOf(findEndpoint(cloud, endpointName)),
  };
  servings.set(cloud, serving);
  return serving;
}

/** The runtime's code is ValidationError, not the control plane's ValidationException. */
function invalid(message: string): ServiceError {
  return new ServiceError('ValidationError', message);
}
