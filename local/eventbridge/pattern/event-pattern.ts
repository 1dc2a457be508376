import { type Field, flatten } from './flatten.ts';
import type { Alternatives } from './matcher.ts';

/** One way to match: the fields it constrains, by their dotted path; a field with several lists must satisfy each. */
export type Way = ReadonlyMap<string, readonly Alternatives[]>;

type Fields = ReadonlyMap<string, readonly Field[]>;
type Within = ReadonlyMap<string, number>;

/** A pattern that events are tried on. Source of the rules: EventBridge user guide; event-ruler for arrays of objects. */
export class EventPattern {
  readonly #ways: readonly (readonly Demand[])[];

  constructor(ways: readonly Way[]) {
    this.#ways = ways.map((way) =>
      [...way].flatMap(([path, all]) => all.map((alternatives) => ({ path, alternatives }))),
    );
  }

  /** Whether an event matches. */
  matches(event: object): boolean {
    return this.matchesFields(flatten(event));
  }

  /** As {@link matches}, for an event flattened once and tried on many patterns. */
  matchesFields(fields: Fields): boolean {
    return this.#ways.some((demands) => satisfied(demands, { fields, within: new Map() }));
  }
}

interface Demand {
  readonly path: string;
  readonly alternatives: Alternatives;
}

/** Finds for every demand a leaf, such that all leaves from one array lie in the same element of it. */
function satisfied([demand, ...rest]: readonly Demand[], so: { fields: Fields; within: Within }): boolean {
  if (demand === undefined) return true;
  const { matchers, absent } = demand.alternatives;
  const leaves = so.fields.get(demand.path);
  if (leaves === undefined) return absent && satisfied(rest, so);
  return leaves.some(({ value, within }) => {
    if (!matchers.some((matcher) => matcher(value))) return false;
    const joined = join(so.within, within);
    return joined !== undefined && satisfied(rest, { fields: so.fields, within: joined });
  });
}

function join(one: Within, other: Within): Within | undefined {
  for (const [array, element] of other) if ((one.get(array) ?? element) !== element) return undefined;
  return other.size === 0 ? one : new Map([...one, ...other]);
}
