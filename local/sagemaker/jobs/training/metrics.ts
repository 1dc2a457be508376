import type { MetricDefinition } from '@aws-sdk/client-sagemaker';

/** A round's line of XGBoost: [12]<TAB>train-auc:0.91<TAB>validation-auc:0.87 */
const ROUND = /^\[\d+\]\t/;

/** Gathers metrics from what an algorithm prints; the last value of each counts. */
export interface MetricReader {
  read(line: string): void;
  values(): ReadonlyMap<string, number>;
}

/**
 * Understands XGBoost's lines, where train-auc is the metric train:auc, and the job's own definitions, whose first group is
 * the value.
 * @throws SyntaxError when a definition's Regex is none
 */
export function readMetrics(definitions: readonly MetricDefinition[]): MetricReader {
  const values = new Map<string, number>();
  const patterns = definitions.map(({ Name = '', Regex = '' }) => ({ name: Name, pattern: new RegExp(Regex) }));
  const keep = (name: string, text: string | undefined) => {
    const value = Number(text);
    if (text !== undefined && text !== '' && !Number.isNaN(value)) values.set(name, value);
  };
  return {
    values: () => values,
    read(line) {
      for (const { name, pattern } of patterns) keep(name, pattern.exec(line)?.[1]);
      if (!ROUND.test(line)) return;
      for (const cell of line.split('\t').slice(1)) {
        const [, set, metric, value] = /^([^-:]+)-([^:]+):(\S+)$/.exec(cell.trim()) ?? [];
        if (set !== undefined) keep(`${set}:${metric}`, value);
      }
    },
  };
}
