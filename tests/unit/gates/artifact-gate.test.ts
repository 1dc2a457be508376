import { expect, it } from 'vitest';
import { judgeArtifactGate } from '#domain/gates/artifact-gate.ts';
import { aGate } from './an-evaluation.ts';

const MB = 1_048_576;
const judged = (artifactBytes?: number) =>
  judgeArtifactGate(aGate('artifact', { maxMegabytes: 2 }), artifactBytes === undefined ? {} : { artifactBytes });

it.each([
  [0, 'Passed', 'model.tar.gz has 0 MB; it may have at most 2 MB.'],
  [2 * MB, 'Passed', 'model.tar.gz has 2 MB; it may have at most 2 MB.'],
  [2.5 * MB, 'Failed', 'model.tar.gz has 2.5 MB; it may have at most 2 MB.'],
])('an artifact of %i bytes: %s', (bytes, verdict, sentence) => {
  expect(judged(bytes)).toMatchObject({ verdict, sentence, measured: bytes / MB, limit: 'at most 2 MB' });
});

it('an artifact that is gone cannot be judged', () => {
  expect(judged()).toMatchObject({ verdict: 'Inconclusive', measured: null, sentence: /not found in S3/ });
});
