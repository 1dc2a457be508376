import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type MetricKind, metricWeights, type Weighed } from '#domain/judge/metric-weights.ts';

const enforced = (...kinds: MetricKind[]): Weighed[] => kinds.map((kind) => ({ kind, mode: 'enforce' }));

describe('the weights of metrics', () => {
  it('give 5xx a half, slow answers a quarter, and the rest a quarter together', () => {
    expect(metricWeights(enforced('critical', 'slow', 'other', 'other'))).toEqual([0.5, 0.25, 0.125, 0.125]);
  });

  it('give a kind that is not judged to the others', () => {
    expect(metricWeights(enforced('critical'))).toEqual([1]);
    expect(metricWeights(enforced('slow', 'critical'))).toEqual([1 / 3, 2 / 3]);
  });

  it('are 0 for what is only observed', () => {
    const observed = { kind: 'slow', mode: 'observe' } as const;
    expect(metricWeights([...enforced('critical'), observed])).toEqual([1, 0]);
    expect(metricWeights([observed])).toEqual([0]);
  });

  it('sum to 1 whenever anything is enforced', () => {
    const metric = fc.record({
      kind: fc.constantFrom<MetricKind>('critical', 'slow', 'other'),
      mode: fc.constantFrom<Weighed['mode']>('enforce', 'observe'),
    });
    fc.assert(
      fc.property(fc.array(metric), (metrics) => {
        const sum = metricWeights(metrics).reduce((total, weight) => total + weight, 0);
        expect(sum).toBeCloseTo(metrics.some(({ mode }) => mode === 'enforce') ? 1 : 0, 12);
      }),
    );
  });
});
