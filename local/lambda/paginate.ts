/** One page of a list by Lambda's Marker and MaxItems; the marker is the place to go on. */
export function paginate<T>(
  items: readonly T[],
  { Marker, MaxItems = 50 }: { readonly Marker?: string | undefined; readonly MaxItems?: number | undefined },
): { items: T[]; NextMarker: string | undefined } {
  const from = Marker === undefined ? 0 : Number(Marker);
  const next = from + MaxItems;
  return { items: items.slice(from, next), NextMarker: next < items.length ? String(next) : undefined };
}
