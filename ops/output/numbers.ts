/** `auc 0.7312, logLoss 0.4021`: the metrics of a version, in the order they were measured. */
export function metricsText(metrics: Readonly<Record<string, number>> | undefined): string {
  return Object.entries(metrics ?? {})
    .map(([name, value]) => `${name} ${shortNumber(value)}`)
    .join(', ');
}

/** Whole numbers with separators, others with four decimals. */
export function shortNumber(value: number): string {
  return Number.isInteger(value) ? value.toLocaleString('en') : value.toFixed(4);
}
