/** A share of 1 in per cent, to two digits after the point where there are any. */
export function percent(share: number): string {
  return `${Number((100 * share).toFixed(2))} %`;
}
