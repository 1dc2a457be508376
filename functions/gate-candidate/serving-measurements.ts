import { keyOf, type ObjectStore } from '#aws/object-store.ts';
import type { Gate } from '#domain/manifest/schema.ts';
import type { ServingMeasurements } from '#domain/serving/serving-measurements.ts';
import type { RetrainData } from '#statemachines/retrain.data.ts';
import { readProbe } from '../probe-candidate/probe-record.ts';

/** What the serving gates are judged from: the artifact's size in S3, and what the probe of its run found. */
export async function servingMeasurements(
  { training, probe }: Pick<RetrainData, 'training' | 'probe'>,
  { gates, data }: { readonly gates: readonly Gate[]; readonly data: ObjectStore },
): Promise<ServingMeasurements> {
  const sized = gates.some(({ kind }) => kind === 'artifact');
  const artifact = sized ? await data.head(keyOf(training.artifactUri)) : undefined;
  const document = 'uri' in probe ? (await readProbe(keyOf(probe.uri), data))?.document : undefined;
  return {
    artifactBytes: artifact?.size,
    // What another artifact answered says nothing of this one.
    probe: document?.artifactDigest === training.artifactDigest ? document : undefined,
  };
}

/** The digest of what the probe found, for evidence and audit trail. */
export function probeDigest(probe: RetrainData['probe']): { readonly probe?: string } {
  return 'digest' in probe ? { probe: probe.digest } : {};
}
