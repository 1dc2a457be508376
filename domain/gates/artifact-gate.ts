import type { Gate } from '../manifest/schema.ts';
import type { ServingMeasurements } from '../serving/serving-measurements.ts';
import { figure } from './figures.ts';
import type { GateResult } from './gate-result.ts';

/** Bytes of a megabyte, as S3's console and SageMaker's limits count. */
const MEGABYTE = 1_048_576;

/** The artifact is no larger than it may be: it is downloaded whenever an instance starts. */
export function judgeArtifactGate(
  gate: Extract<Gate, { kind: 'artifact' }>,
  { artifactBytes }: ServingMeasurements,
): GateResult {
  const { name, kind, mode, maxMegabytes } = gate;
  const limit = `at most ${maxMegabytes} MB`;
  const common = { name, kind, mode, metric: 'artifactMegabytes', limit } as const;
  if (artifactBytes === undefined) {
    const sentence = `The artifact was not found in S3, so it cannot be told whether it has ${limit}.`;
    return { ...common, measured: null, verdict: 'Inconclusive', sentence };
  }
  const measured = artifactBytes / MEGABYTE;
  const verdict = measured <= maxMegabytes ? 'Passed' : 'Failed';
  return { ...common, measured, verdict, sentence: `model.tar.gz has ${figure(measured)} MB; it may have ${limit}.` };
}
