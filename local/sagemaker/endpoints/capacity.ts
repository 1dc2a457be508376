import type { CapacitySize } from '@aws-sdk/client-sagemaker';

/** A capacity in whole instances: a percentage is rounded down, but is never less than one instance. */
export function capacityOf({ Type, Value = 1 }: CapacitySize, total: number): number {
  return Type === 'CAPACITY_PERCENT' ? Math.max(1, Math.floor((total * Value) / 100)) : Value;
}
