/** When a dataset of the window was pinned, and which events it delivered: epoch microseconds, first and last included. */
export interface Delivery {
  readonly pinnedAt: number;
  readonly first: number;
  readonly last: number;
}

/** Event times from one to another, both included. Epoch microseconds. */
export interface Span {
  readonly from: number;
  readonly through: number;
}

/**
 * Event times whose rows have a label that had matured when it was delivered: those of each dataset up to its own pinning less the maturity,
 * since what was delivered before stays as it was. A later dataset that delivers the same time again, matured, makes it good. In order, apart.
 */
export function maturedSpans(deliveries: readonly Delivery[], labelMaturityHours: number): Span[] {
  const maturity = Math.ceil(labelMaturityHours * 3_600_000_000);
  const spans = deliveries
    .map(({ pinnedAt, first, last }) => ({ from: first, through: Math.min(last, pinnedAt - maturity) }))
    .filter(({ from, through }) => from <= through)
    .sort((a, b) => a.from - b.from);
  const apart: Span[] = [];
  for (const span of spans) {
    const before = apart.at(-1);
    if (before === undefined || span.from > before.through) apart.push(span);
    else apart[apart.length - 1] = { from: before.from, through: Math.max(before.through, span.through) };
  }
  return apart;
}
