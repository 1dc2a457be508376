import { NormalizedSchema } from '@smithy/core/schema';
import type { SchemaRef } from './service-model.ts';

type Location = 'label' | 'query' | 'header' | 'prefixHeaders' | 'status';

export interface Binding {
  readonly member: string;
  readonly location: Location;
  /** Name in the path, the query or (lower case) the headers. */
  readonly name: string;
  readonly schema: NormalizedSchema;
  readonly required: boolean;
}

/** Where the members of a REST operation's input or output travel. */
export interface HttpBindings {
  readonly bound: readonly Binding[];
  /** The member that is the whole body. */
  readonly payload: { readonly member: string; readonly schema: NormalizedSchema } | undefined;
  /** The members that share the body, as a structure of their own. */
  readonly body: NormalizedSchema | undefined;
}

const STRUCTURE = 3;
const cache = new WeakMap<NormalizedSchema, HttpBindings>();

export function httpBindings(schema: NormalizedSchema): HttpBindings {
  const known = cache.get(schema) ?? compile(schema);
  cache.set(schema, known);
  return known;
}

function compile(schema: NormalizedSchema): HttpBindings {
  if (!schema.isStructSchema()) return { bound: [], payload: undefined, body: undefined };
  const tuple = schema.getSchema() as unknown as [number, string, string, unknown, string[], SchemaRef[], number?];
  const [, namespace, name, traits, names, members, requiredCount = 0] = tuple;
  const bound: Binding[] = [];
  const rest: number[] = [];
  let payload: HttpBindings['payload'];
  [...schema.structIterator()].forEach(([member, memberSchema], index) => {
    const place = locate(member, memberSchema);
    if (place) bound.push({ member, schema: memberSchema, required: index < requiredCount, ...place });
    else if (memberSchema.getMergedTraits().httpPayload) payload = { member, schema: memberSchema };
    else rest.push(index);
  });
  const shared = [STRUCTURE, namespace, name, traits, rest.map((i) => names[i]!), rest.map((i) => members[i]!)];
  const body = rest.length > 0 ? NormalizedSchema.of(shared as unknown as SchemaRef) : undefined;
  return { bound, payload, body };
}

function locate(member: string, schema: NormalizedSchema): Pick<Binding, 'location' | 'name'> | undefined {
  const traits = schema.getMergedTraits();
  if (traits.httpLabel) return { location: 'label', name: member };
  if (traits.httpQuery) return { location: 'query', name: traits.httpQuery };
  if (traits.httpHeader) return { location: 'header', name: traits.httpHeader.toLowerCase() };
  if (traits.httpPrefixHeaders !== undefined) {
    return { location: 'prefixHeaders', name: traits.httpPrefixHeaders.toLowerCase() };
  }
  return traits.httpResponseCode ? { location: 'status', name: member } : undefined;
}
