/**
 * One text per value, so that its hash is the value's: object keys sorted by UTF-16 code units, no white space, numbers and
 * strings as ECMAScript writes them (the rules of RFC 8785). Keys whose value is undefined are left out.
 * @throws TypeError for what JSON cannot carry: a number that is not finite, a function, a bigint, an undefined outside an object
 */
export function canonicalJson(value: unknown): string {
  if (value === null || typeof value === 'boolean' || typeof value === 'string') return JSON.stringify(value);
  if (typeof value === 'number' && Number.isFinite(value)) return JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map((item) => canonicalJson(item)).join(',')}]`;
  if (typeof value === 'object') {
    const members = Object.entries(value)
      .filter(([, member]) => member !== undefined)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, member]) => `${JSON.stringify(key)}:${canonicalJson(member)}`);
    return `{${members.join(',')}}`;
  }
  throw new TypeError(`JSON cannot carry ${typeof value} ${String(value)}.`);
}
