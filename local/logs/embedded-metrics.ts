import type { MetricDatum } from '../cloud.ts';

interface Directive {
  readonly Namespace?: unknown;
  readonly Dimensions?: unknown;
  readonly Metrics?: unknown;
}

/**
 * The metrics a log message carries in CloudWatch's embedded metric format; none when it carries none. A console prefix
 * before the JSON is allowed. Source: CloudWatch user guide, "Specification: Embedded metric format".
 */
export function embeddedMetrics(message: string): MetricDatum[] {
  if (!message.includes('"_aws"')) return [];
  const root = parseObject(message.slice(message.indexOf('{')));
  const metadata = asRecord(root?._aws);
  if (root === undefined || metadata === undefined || !Array.isArray(metadata.CloudWatchMetrics)) return [];
  const at = typeof metadata.Timestamp === 'number' ? { at: metadata.Timestamp } : {};
  return (metadata.CloudWatchMetrics as Directive[]).flatMap((directive) =>
    directiveMetrics(root, directive).map((datum) => ({ ...datum, ...at })),
  );
}

function directiveMetrics(root: Record<string, unknown>, { Namespace, Dimensions, Metrics }: Directive): MetricDatum[] {
  if (typeof Namespace !== 'string' || !Array.isArray(Metrics)) return [];
  const sets = Array.isArray(Dimensions) && Dimensions.length > 0 ? (Dimensions as string[][]) : [[]];
  return Metrics.map(asRecord).flatMap((metric) => {
    const name = metric?.Name;
    if (typeof name !== 'string') return [];
    const values = [root[name]].flat().filter((value): value is number => typeof value === 'number');
    const unit = typeof metric?.Unit === 'string' ? { unit: metric.Unit } : {};
    const storageResolution = metric?.StorageResolution === 1 ? 1 : 60;
    return sets.flatMap((set) => {
      const dimensions = Object.fromEntries(set.map((dimension) => [dimension, String(root[dimension] ?? '')]));
      return values.map(
        (value) => ({ namespace: Namespace, name, dimensions, value, storageResolution, ...unit }) as const,
      );
    });
  });
}

function parseObject(text: string): Record<string, unknown> | undefined {
  try {
    return asRecord(JSON.parse(text));
  } catch {
    return undefined;
  }
}

function asRecord(value: unknown): Record<string, unknown> | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Record<string, unknown>)
    : undefined;
}
