import { isObject, type Json } from '../json.ts';
import { type Bindings, expressionIn, type Query, type QueryCompiler } from './query.ts';

/**
 * A field that may hold expressions anywhere inside it, parsed. Keys are not evaluated; a string counts as an expression
 * only when `{%` begins and `%}` ends it.
 */
export type Template =
  | { readonly kind: 'literal'; readonly value: Json }
  | { readonly kind: 'query'; readonly query: Query; readonly location: string }
  | { readonly kind: 'list'; readonly items: readonly Template[] }
  | { readonly kind: 'object'; readonly members: readonly (readonly [string, Template])[] };

/** @throws QueryError when an expression inside is no JSONata. */
export function compileTemplate(value: Json, location: string, compiler: QueryCompiler): Template {
  if (typeof value === 'string') {
    const expression = expressionIn(value);
    if (expression === undefined) return { kind: 'literal', value };
    return { kind: 'query', query: compiler.compile(expression, location), location };
  }
  if (Array.isArray(value)) {
    const items = value.map((item: Json, n) => compileTemplate(item, `${location}[${n}]`, compiler));
    return items.every(({ kind }) => kind === 'literal') ? { kind: 'literal', value } : { kind: 'list', items };
  }
  if (!isObject(value)) return { kind: 'literal', value };
  const members = Object.entries(value).map(
    ([key, member]) => [key, compileTemplate(member ?? null, `${location}/${key}`, compiler)] as const,
  );
  return members.every(([, { kind }]) => kind === 'literal') ? { kind: 'literal', value } : { kind: 'object', members };
}

/** @throws QueryError */
export async function evaluateTemplate(template: Template, bindings: Bindings): Promise<Json> {
  switch (template.kind) {
    case 'literal':
      return template.value;
    case 'query':
      return await template.query.evaluate(bindings, template.location);
    case 'list': {
      const list: Json[] = [];
      for (const item of template.items) list.push(await evaluateTemplate(item, bindings));
      return list;
    }
    case 'object': {
      const object: Record<string, Json> = {};
      for (const [key, member] of template.members) object[key] = await evaluateTemplate(member, bindings);
      return object;
    }
  }
}
