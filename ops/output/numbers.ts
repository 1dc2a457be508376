/** `auc 0.7312, logLoss 0.4021`: the metrics of a version, in the order they were measured, at most so many. */
export function metricsText(
  metrics: Readonly<Record<string, number>> | undefined,
  most = Number.POSITIVE_INFINITY,
): string {
  const named = Object.entries(metrics ?? {}).map(([name, value]) => `${name} ${shortNumber(value)}`);
  const left = named.length - most;
  return [...named.slice(0, most), ...(left > 0 ? [`and ${left} more`] : [])].join(', ');
}

/** Whole numbers with separators, others with four decimals. */
export function shortNumber(value: number): string {
  return Number.isInteger(value) ? value.toLocaleString('en') : value.toFixed(4);
}
