import { ServiceError } from '../cloud.ts';
import { httpBindings } from './http-bindings.ts';
import type { WireRequest } from './message.ts';
import type { OperationModel, ServiceModel } from './service-model.ts';

export interface Route {
  readonly operation: OperationModel;
  readonly labels: Readonly<Record<string, string>>;
}

interface Candidate {
  readonly operation: OperationModel;
  /** Query keys the address must carry, with their value when that is fixed. */
  readonly fixed: readonly (readonly [key: string, value: string])[];
  readonly requiredQuery: readonly string[];
  readonly requiredHeaders: readonly string[];
  readonly knownQuery: ReadonlySet<string>;
}

/** Operations that share a method and a path. */
interface Path {
  readonly pattern: RegExp;
  readonly labels: readonly string[];
  readonly candidates: Candidate[];
}

type Routes = Map<string, Map<string, Path>>;

const PRESIGNED = /^(x-amz-.*|AWSAccessKeyId|Signature|Expires)$/i;
const cache = new WeakMap<ServiceModel, Routes>();

/** Finds the operation of a REST request: the one of which most of what it requires is there. @throws ServiceError */
export function route(model: ServiceModel, request: WireRequest): Route | undefined {
  const routes = cache.get(model) ?? compile(model);
  cache.set(model, routes);
  let best: { score: number; route: Route } | undefined;
  for (const { pattern, labels, candidates } of routes.get(request.method)?.values() ?? []) {
    const match = pattern.exec(request.path);
    if (match === null) continue;
    for (const candidate of candidates) {
      const score = agreement(candidate, request);
      if (score === undefined || (best !== undefined && best.score >= score)) continue;
      const values = labels.map((label, index): [string, string] => [label, decode(match[index + 1]!)]);
      best = { score, route: { operation: candidate.operation, labels: Object.fromEntries(values) } };
    }
  }
  return best?.route;
}

/** @throws ServiceError InvalidURI */
function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch (cause) {
    throw new ServiceError('InvalidURI', `Couldn't parse the specified URI: ${(cause as Error).message}.`);
  }
}

/** How much of what the operation requires the request carries; undefined when it cannot be meant. */
function agreement(candidate: Candidate, { query, headers }: WireRequest): number | undefined {
  for (const [key, value] of candidate.fixed) if (query.get(key) !== value) return undefined;
  for (const key of candidate.requiredQuery) if (!query.has(key)) return undefined;
  for (const name of candidate.requiredHeaders) if (headers[name] === undefined) return undefined;
  let score = candidate.fixed.length + candidate.requiredQuery.length + candidate.requiredHeaders.length;
  for (const key of query.keys()) {
    if (key === 'x-id') score += query.get(key) === candidate.operation.name ? 100 : 0;
    // Parameters of a presigned address belong to its signature (version 4, or 2 as older clients sign).
    else if (!candidate.knownQuery.has(key) && !PRESIGNED.test(key)) return undefined;
  }
  return score;
}

function compile(model: ServiceModel): Routes {
  const routes: Routes = new Map();
  for (const operation of model.operations.values()) {
    if (operation.http === undefined) continue;
    const [method, uri] = operation.http;
    const [path = '', search = ''] = uri.split('?');
    const { bound } = httpBindings(operation.input);
    // The schema's S3 addresses leave out the bucket, which in path style comes first.
    const inBucket = model.id === 's3' && bound.some(({ member }) => member === 'Bucket');
    const template = inBucket ? `/{Bucket}${path}` : path;
    const paths = routes.get(method) ?? new Map<string, Path>();
    routes.set(method, paths);
    const known = paths.get(template) ?? { ...compilePath(template), candidates: [] };
    paths.set(template, known);
    const fixed = [...new URLSearchParams(search)].filter(([key]) => key !== 'x-id');
    const queries = bound.filter(({ location }) => location === 'query');
    known.candidates.push({
      operation,
      fixed,
      requiredQuery: queries.filter(({ required }) => required).map(({ name }) => name),
      requiredHeaders: bound.filter((b) => b.location === 'header' && b.required).map(({ name }) => name),
      knownQuery: new Set([...fixed.map(([key]) => key), ...queries.map(({ name }) => name)]),
    });
  }
  return routes;
}

function compilePath(template: string): Pick<Path, 'pattern' | 'labels'> {
  const labels: string[] = [];
  const source = template.replace(/\{(\w+)(\+?)\}|[.]/g, (part, label: string | undefined, greedy: string) => {
    if (label === undefined) return `\\${part}`;
    labels.push(label);
    return greedy ? '(.+)' : '([^/]+)';
  });
  const end = template.endsWith('+}') ? '$' : '/?$';
  return { pattern: new RegExp(`^${source.replace(/\/$/, '')}${end}`, 's'), labels };
}
