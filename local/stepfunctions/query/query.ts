import jsonata, { type Expression } from 'jsonata';
import { isObject, type Json } from '../json.ts';
import { addStepFunctions, type QuerySources } from './functions.ts';
import { QueryError, returnedNothing, threw } from './query-error.ts';

/** One expression may compute for a second. Source: AWS Step Functions developer guide, transforming data. */
const EVALUATION_LIMIT_MS = 1_000;

/** AWS ends a sum of 200 terms as too deep; where exactly its limit lies is not known. Source: floci-io/floci#2737. */
const DEPTH_LIMIT = 199;

/** `$states` and the variables in scope. */
export type Bindings = Readonly<Record<string, unknown>>;

/** A parsed JSONata expression. */
export interface Query {
  readonly expression: string;
  /** @throws QueryError when it fails, runs too long or gives nothing. */
  evaluate(bindings: Bindings, location: string): Promise<Json>;
}

/** The expression inside `{% ... %}`, or undefined when the text is a literal. */
export function expressionIn(text: string): string | undefined {
  return text.length >= 4 && text.startsWith('{%') && text.endsWith('%}') ? text.slice(2, -2).trim() : undefined;
}

/**
 * Parses expressions, each once. Evaluations must not overlap: the limit of a second counts real time, so it would
 * count another expression's time too.
 */
export class QueryCompiler {
  readonly #sources: QuerySources;
  readonly #known = new Map<string, Query>();

  constructor(sources: QuerySources) {
    this.#sources = sources;
  }

  /** @throws QueryError when the text is no JSONata. */
  compile(expression: string, location: string): Query {
    const known = this.#known.get(expression) ?? this.#parse(expression, location);
    this.#known.set(expression, known);
    return known;
  }

  #parse(expression: string, location: string): Query {
    const parsed = parse(expression, location);
    addStepFunctions(parsed, this.#sources);
    const path = plainPath(expression);
    return {
      expression,
      async evaluate(bindings, field) {
        const found = path === undefined ? undefined : lookUp(path, bindings);
        const text = JSON.stringify(found) ?? (await run(parsed, bindings, field));
        if (text === undefined) throw returnedNothing(expression, field);
        return JSON.parse(text) as Json;
      },
    };

    /** Rendered at once: what JSONata marks as a sequence must not be taken for one by the next state. */
    async function run(query: Expression, bindings: Bindings, field: string): Promise<string | undefined> {
      try {
        return JSON.stringify(await query.evaluate(undefined, bindings));
      } catch (error) {
        throw threw(expression, field, error);
      }
    }
  }
}

function parse(expression: string, location: string): Expression {
  try {
    return jsonata(expression, { timeout: EVALUATION_LIMIT_MS, stack: DEPTH_LIMIT });
  } catch (error) {
    const why = (error as Error).message;
    throw new QueryError(
      location,
      `The JSONata expression '${expression}' specified for the field '${location}' is not valid: ${why}`,
    );
  }
}

/** `$a.b.c` as its names, because most expressions are that. */
function plainPath(expression: string): string[] | undefined {
  return /^\$\w+(?:\.[A-Za-z_]\w*)*$/.test(expression) ? expression.slice(1).split('.') : undefined;
}

/** The value at a path of objects; undefined where JSONata's rules for arrays or missing values decide. */
function lookUp(path: readonly string[], bindings: Bindings): unknown {
  let value: unknown = bindings;
  for (const name of path) {
    if (!isObject(value) || !Object.hasOwn(value, name)) return undefined;
    value = value[name];
  }
  return typeof value === 'function' ? undefined : value;
}
