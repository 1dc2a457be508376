import { isObject, type Json } from '../json.ts';
import { evaluateTemplate } from '../query/template.ts';
import { wrongType } from './typed-field.ts';
import type { Visit } from './visit.ts';

/** The items of a Map state: its Items, or its input. @throws QueryError */
export async function itemsOf(visit: Visit): Promise<readonly Json[]> {
  const items = (await visit.evaluate('Items')) ?? visit.frame.input;
  if (Array.isArray(items)) return items as Json[];
  // An object's members are items too, each as {Key, Value}. Source: AWS developer guide, Map's Items field.
  if (isObject(items)) return Object.entries(items).map(([Key, Value]): Json => ({ Key, Value: Value ?? null }));
  throw wrongType(visit, 'Items', { expected: 'array', value: items });
}

/** What an item becomes: ItemSelector sees the Map state's input, and the item in the context. @throws QueryError */
export async function selected(visit: Visit, index: number, value: Json): Promise<Json> {
  const selector = visit.here.fields.ItemSelector;
  if (selector === undefined) return value;
  const bindings = visit.bindings();
  const { context, ...states } = bindings.states as { context: object };
  const seen = { ...context, Map: { Item: { Index: index, Value: value } } };
  return await evaluateTemplate(selector, { ...bindings, states: { ...states, context: seen } });
}
