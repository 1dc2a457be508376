import type { EndpointRecord, FleetRecord, VariantRecord } from './records.ts';
import { currentPhase } from './transitions.ts';

/** Which side of a deployment a fleet is; `only` when there is none. */
export type FleetRole = 'blue' | 'green' | 'only';

/** One fleet's part in serving a variant. */
export interface Destination {
  readonly fleet: FleetRecord;
  readonly variant: VariantRecord;
  readonly role: FleetRole;
  /** Its instances that take traffic now. */
  readonly slots: number;
}

/** A variant with its weight among the endpoint's variants and the fleets behind it. */
export interface VariantRoute {
  readonly name: string;
  readonly weight: number;
  readonly slots: number;
  readonly destinations: readonly Destination[];
}

/** Where an endpoint's traffic goes now. Empty while it is not in service. */
export function routesOf(endpoint: EndpointRecord): VariantRoute[] {
  if (!['InService', 'Updating', 'UpdateRollbackFailed'].includes(endpoint.status)) return [];
  const { live, deployment } = endpoint;
  if (live === undefined) return [];
  const green = deployment?.fleet.variants ?? [];
  const traffic = deployment === undefined ? {} : currentPhase(deployment).traffic;
  const destinations: Destination[] = [
    ...live.variants.map((variant) => ({
      fleet: live,
      variant,
      role: deployment === undefined ? ('only' as const) : ('blue' as const),
      slots: blueSlots(
        variant,
        green.find(({ name }) => name === variant.name),
        traffic,
      ),
    })),
    ...green.map((variant) => ({
      fleet: deployment?.fleet ?? live,
      variant,
      role: 'green' as const,
      slots: traffic[variant.name] ?? 0,
    })),
  ].filter(({ slots }) => slots > 0);
  const names = [...new Set(destinations.map(({ variant }) => variant.name))];
  return names.map((name) => {
    const behind = destinations.filter(({ variant }) => variant.name === name);
    const weight = behind[0]?.variant.weight ?? 0;
    return { name, weight, slots: behind.reduce((sum, { slots }) => sum + slots, 0), destinations: behind };
  });
}

/** As many blue instances leave traffic as green ones enter it, in proportion when the fleets differ in size. */
function blueSlots(
  blue: VariantRecord,
  green: VariantRecord | undefined,
  traffic: Readonly<Record<string, number>>,
): number {
  const entered = traffic[blue.name] ?? 0;
  // A variant the new configuration dropped serves until the new fleet does.
  if (green === undefined) return Object.values(traffic).some((count) => count > 0) ? 0 : blue.instances;
  if (entered >= green.instances) return 0;
  return Math.max(1, Math.round(blue.instances * (1 - entered / green.instances)));
}

/**
 * Picks where one request goes: a variant by weight, then one slot uniformly among the instances, blue and green, that
 * have traffic. Instances are logical: all slots of a fleet lead to its one server process, so 1 of 10 green slots gets
 * a tenth of the requests, as one instance of ten would behind SageMaker's balancer.
 */
export function pickDestination(routes: readonly VariantRoute[], random: () => number): Destination | undefined {
  const route = routes.length > 1 ? weighted(routes, random) : routes[0];
  if (route === undefined || route.destinations.length < 2) return route?.destinations[0];
  let slot = Math.floor(random() * route.slots);
  return route.destinations.find(({ slots }) => {
    slot -= slots;
    return slot < 0;
  });
}

function weighted(routes: readonly VariantRoute[], random: () => number): VariantRoute | undefined {
  let point = random() * routes.reduce((sum, { weight }) => sum + weight, 0);
  return routes.find(({ weight }) => {
    point -= weight;
    return point < 0;
  });
}

/** The share of an endpoint's traffic that one variant of one configuration gets now. */
export interface ServingShare {
  readonly EndpointConfigName: string;
  readonly VariantName: string;
  readonly fleet: FleetRole;
  /** From 0 to 1. */
  readonly share: number;
}

export function sharesOf(endpoint: EndpointRecord): ServingShare[] {
  const routes = routesOf(endpoint);
  const total = routes.reduce((sum, { weight }) => sum + weight, 0);
  return routes.flatMap((route) =>
    route.destinations.map(({ fleet, variant, role, slots }) => ({
      EndpointConfigName: fleet.configName,
      VariantName: variant.name,
      fleet: role,
      share: total === 0 ? 0 : (route.weight / total) * (slots / route.slots),
    })),
  );
}
