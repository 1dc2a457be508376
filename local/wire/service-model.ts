import { NormalizedSchema } from '@smithy/core/schema';
import type { ServiceEntry } from './service-table.ts';

export type SchemaRef = Parameters<typeof NormalizedSchema.of>[0];

export interface OperationModel {
  readonly name: string;
  readonly input: NormalizedSchema;
  readonly output: NormalizedSchema;
  /** Method, URI template and success status of a REST operation. */
  readonly http?: readonly [method: string, uri: string, status: number];
}

export interface ErrorModel {
  readonly schema: NormalizedSchema;
  /** The code older query clients know the error by, where it differs. */
  readonly queryCode?: string;
  readonly status?: number;
}

/** What a service's SDK client says about its operations and errors. */
export interface ServiceModel extends ServiceEntry {
  readonly operations: ReadonlyMap<string, OperationModel>;
  readonly errors: ReadonlyMap<string, ErrorModel>;
}

/** Kinds of the SDK's schema tuples: [kind, namespace, name, traits, ...]. */
const OPERATION = 9;
const ERROR = -3;

const loaded = new Map<string, Promise<ServiceModel>>();

/** Reads the schemas a client exports, once per process. */
export function loadServiceModel(entry: ServiceEntry): Promise<ServiceModel> {
  const known = loaded.get(entry.id) ?? entry.load().then((exported) => readModel(entry, exported));
  loaded.set(entry.id, known);
  return known;
}

function readModel(entry: ServiceEntry, exported: Readonly<Record<string, unknown>>): ServiceModel {
  const operations = new Map<string, OperationModel>();
  const errors = new Map<string, ErrorModel>();
  for (const schema of Object.values(exported)) {
    if (!Array.isArray(schema)) continue;
    const [kind, , name, traits, input, output] = schema as [number, string, string, unknown, SchemaRef, SchemaRef];
    if (kind === OPERATION) {
      const { http } = (traits || {}) as { http?: OperationModel['http'] };
      const shapes = { input: NormalizedSchema.of(input), output: NormalizedSchema.of(output) };
      operations.set(name, { name, ...shapes, ...(http && { http }) });
    } else if (kind === ERROR) {
      const normalized = NormalizedSchema.of(schema as SchemaRef);
      const { awsQueryError, httpError } = normalized.getMergedTraits();
      const [queryCode] = (awsQueryError ?? []) as [string?];
      errors.set(name, {
        schema: normalized,
        ...(queryCode !== undefined && { queryCode }),
        ...(typeof httpError === 'number' && { status: httpError }),
      });
    }
  }
  return { ...entry, operations, errors };
}
