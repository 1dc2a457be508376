import type { Leaf } from './matcher.ts';

/** A leaf's value with the array elements it lies in, by the path of the array: `detail.items` -> 2. */
export interface Field {
  readonly value: Leaf;
  readonly within: ReadonlyMap<string, number>;
}

const NOWHERE: ReadonlyMap<string, number> = new Map();

/**
 * The leaves of an event by their dotted path. An array's elements share the array's path; of elements that are objects
 * it is kept which one a leaf comes from, so that a pattern cannot match half of one and half of another.
 */
export function flatten(event: object): ReadonlyMap<string, readonly Field[]> {
  const fields = new Map<string, Field[]>();
  addObject(event, '', NOWHERE);
  return fields;

  function addObject(object: object, path: string, within: ReadonlyMap<string, number>): void {
    for (const [name, value] of Object.entries(object)) add(value, path === '' ? name : `${path}.${name}`, within);
  }

  function add(value: unknown, path: string, within: ReadonlyMap<string, number>): void {
    if (Array.isArray(value)) {
      for (const [n, element] of value.entries()) {
        const isObject = typeof element === 'object' && element !== null && !Array.isArray(element);
        add(element, path, isObject ? new Map(within).set(path, n) : within);
      }
    } else if (typeof value === 'object' && value !== null) addObject(value, path, within);
    else if (value !== undefined) fields.set(path, [...(fields.get(path) ?? []), { value: value as Leaf, within }]);
  }
}
