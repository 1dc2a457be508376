/** One page of a list; the token is the place to go on. */
export function paginate<T>(
  items: readonly T[],
  { nextToken, limit }: { readonly nextToken: string | undefined; readonly limit: number },
): { items: T[]; token: string | undefined } {
  const from = nextToken === undefined ? 0 : Number(nextToken);
  const next = from + limit;
  return { items: items.slice(from, next), token: next < items.length ? String(next) : undefined };
}
