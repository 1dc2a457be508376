import { describe, expect, it } from 'vitest';
import { clusteredMean, unclustered } from '#domain/evaluation/clusters.ts';
import { judgeSliceGate } from '#domain/gates/slice-gate.ts';
import { slicePower } from '#domain/gates/slice-power.ts';
import { aDifference, aGate, anEvaluation, aSlice } from './an-evaluation.ts';
import { isChance, normalSample } from './normal-sample.ts';

const gate = aGate('slice', { margin: 0.02, minimumRows: 100 });

describe('the power of a slice gate', () => {
  /** Ten slices of ten days; the first is worse by so much. */
  it.each([0, 0.04])('is what the gate does to simulated candidates, one slice worse by %f', (worseBy) => {
    const [runs, days, count, error] = [3000, 10, 10, 0.008];
    const normal = normalSample(7 + worseBy);
    const clusters = unclustered(days);
    let stopped = 0;
    let named = 0;
    for (let run = 0; run < runs; run += 1) {
      const slices = Array.from({ length: count }, (_, slice) => {
        const loss = slice === 0 ? worseBy : 0;
        const means = Float64Array.from({ length: days }, () => -loss + error * Math.sqrt(days) * normal());
        return aSlice(String(slice), clusteredMean(means, clusters));
      });
      const result = judgeSliceGate(gate, anEvaluation({ slices }), { version: 1 });
      if (result.verdict === 'Failed') stopped += 1;
      if (result.slices?.[0]?.verdict === 'Failed') named += 1;
    }
    const measured = { value: 0, standardError: error, degreesOfFreedom: days - 1 };
    const slices = Array.from({ length: count }, (_, slice) => aSlice(String(slice), measured));
    const [power] = slicePower([gate], anEvaluation({ slices }));
    if (worseBy === 0) {
      expect(1 - stopped / runs).toBeGreaterThan(power!.equalPasses - 0.01);
      expect(power!.equalPasses).toBeGreaterThan(0.95);
    } else {
      expect(power!.found.worseBy).toBe(worseBy);
      expect(isChance(named / runs, power!.found.median, runs), `${named / runs} ${power!.found.median}`).toBe(true);
    }
  });

  it('counts only slices that are judged, and says how hard the hardest is', () => {
    const slices = [
      aSlice('small', aDifference(0, 0.001), 50),
      aSlice('sure', aDifference(0, 0.001)),
      aSlice('unsure', aDifference(0, 0.02)),
      aSlice('undefined', aDifference(null, null)),
    ];
    const [power] = slicePower([gate, aGate('absolute')], anEvaluation({ slices }));
    expect(power).toMatchObject({ slices: 2, margin: 0.02 });
    expect(power!.found.median).toBeGreaterThan(0.999);
    expect(power!.found.least).toBeLessThan(0.2);
  });

  it('judges more slices on a larger holdout, each with a smaller error', () => {
    const evaluation = anEvaluation({ slices: [aSlice('a', aDifference(0, 0.02), 60)] });
    expect(slicePower([gate], evaluation)).toEqual([]);
    const [power] = slicePower([gate], evaluation, { rows: 4000, margin: 0.03 });
    expect(power).toMatchObject({ slices: 1, margin: 0.03, found: { worseBy: 0.06 } });
  });
});
