import type { Clock } from './clock/clock.ts';
import {
  type Call,
  type Cloud,
  type CreateService,
  type Fault,
  type FaultPoint,
  type Ports,
  type Service,
  ServiceError,
  type ServiceId,
} from './cloud.ts';
import { seededRandom } from './random.ts';
import type { Store } from './store/store.ts';

export interface CloudOptions {
  readonly store: Store;
  readonly clock: Clock;
  readonly services: readonly CreateService[];
  readonly endpoint?: string;
  readonly account?: string;
  readonly region?: string;
  readonly seed?: number;
  readonly fault?: (point: FaultPoint) => Fault | undefined;
}

/** A cloud with its services, reachable by {@link Cloud.call} and, through the wire front, over HTTP. */
export interface RunningCloud extends Cloud {
  readonly services: ReadonlyMap<ServiceId, Service>;
  /** Ends child processes and open connections of every service. The store and the clock stay open. */
  close(): Promise<void>;
}

/** Composes a cloud from services; each service's ports are used by the others. */
export function createCloud(options: CloudOptions): RunningCloud {
  const { store, clock } = options;
  const boots = store.collection<number>('cloud.boots');
  const boot = (boots.get('count') ?? 0) + 1;
  boots.set('count', boot);
  // A restarted store must not deal out the ids of its first life again.
  const { random, uuid } = seededRandom((options.seed ?? 1) * 1_000_003 + boot);
  const services = new Map<ServiceId, Service>();

  const port = <Name extends keyof Ports>(name: Name): Ports[Name] => {
    for (const { ports } of services.values()) {
      const provided: Partial<Ports> | undefined = ports;
      const found = provided?.[name];
      if (found !== undefined) return found;
    }
    throw new Error(`No service of this cloud provides ${name}.`);
  };

  const cloud: RunningCloud = {
    store,
    clock,
    services,
    random,
    uuid,
    account: options.account ?? '000000000000',
    region: options.region ?? 'us-east-1',
    endpoint: options.endpoint ?? 'http://127.0.0.1:4566',
    async call(id, operation, input) {
      const implementation = services.get(id)?.operations[operation];
      if (implementation === undefined) throw notImplemented(id, operation);
      const call: Call = { requestId: uuid(), caller: 'internal' };
      return await implementation(input as never, call);
    },
    emit: (event) => port('emit')(event),
    invoke: (invocation) => port('invoke')(invocation),
    invokeAsync: (invocation) => port('invokeAsync')(invocation),
    metric: (datum) => port('metric')(datum),
    log: (line) => port('log')(line),
    fault: (point) => options.fault?.(point),
    async close() {
      for (const service of services.values()) await service.close?.();
    },
  };
  for (const create of options.services) {
    const service = create(cloud);
    services.set(service.id, service);
  }
  for (const service of services.values()) service.resume?.();
  return cloud;
}

/** What an operation outside the table answers. */
export function notImplemented(service: string, operation: string): ServiceError {
  return new ServiceError('NotImplemented', `The embedded AWS does not implement ${service}:${operation}.`, {
    status: 501,
  });
}
