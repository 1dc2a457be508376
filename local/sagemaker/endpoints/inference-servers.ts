import type { Cloud } from '../../cloud.ts';
import { ContainerError } from '../images/container-error.ts';
import { InferenceServer, type ServerLease } from './inference-server.ts';
import type { EndpointPorts } from './ports.ts';
import type { EndpointRecord, FleetRecord, VariantRecord } from './records.ts';
import { currentPhase } from './transitions.ts';

/** A container has 60 s to answer: API reference of InvokeEndpoint. No request is in flight for longer. */
const DRAIN_MS = 60_000;

/** One variant of a fleet, and the endpoint it belongs to. */
export interface ServedVariant {
  readonly endpoint: string;
  readonly fleet: FleetRecord;
  readonly variant: VariantRecord;
}

/** Idle processes at most; those with a request in flight do not count. */
const PROCESS_LIMIT = 24;

/**
 * The server processes of all endpoints, by fleet and variant. With very many endpoints the one idle for longest sleeps
 * until its next request, so that a thousand of them fit on a laptop.
 */
export class InferenceServers {
  readonly #cloud: Cloud;
  readonly #ports: Pick<EndpointPorts, 'startContainer'>;
  readonly #servers = new Map<string, InferenceServer>();
  readonly #stopping = new Set<Promise<void>>();
  /** Idle processes at most. */
  readonly limit: number;

  constructor(cloud: Cloud, ports: Pick<EndpointPorts, 'startContainer'>, limit = PROCESS_LIMIT) {
    this.#cloud = cloud;
    this.#ports = ports;
    this.limit = limit;
  }

  /** Starts what a variant needs. @returns why it failed, fit for a FailureReason */
  async start(served: ServedVariant): Promise<string | undefined> {
    try {
      await this.#server(served).start();
      return undefined;
    } catch (error) {
      return failureReason(error, served.variant.name);
    }
  }

  lease(served: ServedVariant): ServerLease {
    return this.#server(served).lease();
  }

  /** Ends the process once its requests are answered; no new ones may be sent to it. */
  stop(served: ServedVariant): void {
    const key = keyOf(served);
    const server = this.#servers.get(key);
    this.#servers.delete(key);
    if (server === undefined) return;
    const stopped: Promise<void> = server.stop(DRAIN_MS).finally(() => this.#stopping.delete(stopped));
    this.#stopping.add(stopped);
  }

  async close(): Promise<void> {
    const running = [...this.#servers.values()].map((server) => server.stop(0));
    this.#servers.clear();
    await Promise.all([...running, ...this.#stopping]);
  }

  async #makeRoom(): Promise<void> {
    const idle = [...this.#servers.values()]
      .filter(({ idleSince }) => idleSince !== undefined)
      .sort((left, right) => (left.idleSince ?? 0) - (right.idleSince ?? 0));
    if (idle.length >= this.limit) await idle[0]?.sleep();
  }

  #server(served: ServedVariant): InferenceServer {
    const key = keyOf(served);
    const known = this.#servers.get(key);
    if (known !== undefined) return known;
    const { endpoint, fleet, variant } = served;
    const log = { group: `/aws/sagemaker/Endpoints/${endpoint}`, stream: `${variant.name}/i-${fleet.id.slice(0, 8)}` };
    const onLine = (message: string) => this.#cloud.log({ ...log, message });
    const server = new InferenceServer(this.#cloud.clock, async () => {
      await this.#makeRoom();
      return await this.#ports.startContainer({ ...variant.container, onLine });
    });
    this.#servers.set(key, server);
    return server;
  }
}

/** The variants whose servers must run: those with traffic, and those that traffic may yet go (back) to. */
export function servedVariants(endpoint: EndpointRecord): ServedVariant[] {
  if (endpoint.status === 'Failed' || endpoint.status === 'Deleting') return [];
  const { live, deployment } = endpoint;
  const kind = deployment === undefined ? undefined : currentPhase(deployment).kind;
  const fleets = [
    ...(live !== undefined && kind !== 'Terminating' ? [live] : []),
    ...(deployment !== undefined && kind !== 'Creating' && kind !== 'RollingBack' ? [deployment.fleet] : []),
  ];
  return fleets.flatMap((fleet) => fleet.variants.map((variant) => ({ endpoint: endpoint.name, fleet, variant })));
}

export function keyOf({ fleet, variant }: ServedVariant): string {
  return `${fleet.id}/${variant.name}`;
}

function failureReason(error: unknown, variant: string): string {
  const unhealthy =
    error instanceof ContainerError && (error.failure === 'PingFailed' || error.failure === 'ContainerExited');
  if (unhealthy) {
    return `The primary container for production variant ${variant} did not pass the ping health check. Please check CloudWatch logs for this endpoint.`;
  }
  return error instanceof Error ? error.message : String(error);
}
