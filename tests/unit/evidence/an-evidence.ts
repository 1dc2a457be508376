import { type EvaluationSettings, evaluate } from '#domain/evaluation/evaluate.ts';
import { EVIDENCE_SCHEMA, type EvidenceDocument } from '#domain/evidence/evidence-document.ts';
import { judgeGates } from '#domain/gates/judge-gates.ts';
import type { Gate } from '#domain/manifest/schema.ts';
import { clustersOf, fixture } from '../evaluation/fixtures.ts';
import { aGate } from '../gates/an-evaluation.ts';

const settings: EvaluationSettings = {
  kind: 'binary',
  threshold: 0.3,
  clusterBy: 'day',
  comparisons: ['auc', 'logLoss'],
  sliceComparisons: ['logLoss'],
};

type Kind = EvaluationSettings['kind'];

const FIXTURES = { binary: 'binary', number: 'regression', multiclass: 'multiclass' } as const;

const CLASSES = ['red', '<green>', 'blue', 'rare'];

function settingsOf(kind: Kind): EvaluationSettings {
  switch (kind) {
    case 'binary':
      return settings;
    case 'number':
      return { ...settings, kind, comparisons: ['rmse'], sliceComparisons: ['mae'] };
    case 'multiclass':
      return { ...settings, kind, classes: CLASSES, comparisons: ['accuracy', 'logLoss', 'macroF1'] };
  }
}

const GATES: Readonly<Record<Kind, readonly Gate[]>> = {
  binary: [
    aGate('absolute'),
    aGate('champion', { margin: 0.01 }),
    aGate('calibration'),
    aGate('slice', { minimumRows: 10 }),
  ],
  number: [aGate('absolute', { metric: 'r2', min: 0.1 }), aGate('champion', { metric: 'rmse', margin: 1 })],
  multiclass: [
    aGate('absolute', { metric: 'accuracy', min: 0.1 }),
    aGate('champion', { metric: 'macroF1', margin: 0.1 }),
    aGate('slice', { metric: 'logLoss', minimumRows: 10 }),
  ],
};

/** Real evidence of the frozen rows: evaluated and judged, with a champion unless it is said otherwise. */
export function anEvidence({
  kind = 'binary',
  champion = true,
}: {
  kind?: Kind;
  champion?: boolean;
} = {}): EvidenceDocument {
  const frozen = fixture(FIXTURES[kind]);
  const labels = Float64Array.from(frozen.labels);
  const codes = Uint32Array.from(labels, (_, row) => row % 2);
  const evaluation = evaluate(
    {
      labels,
      candidate: Float64Array.from(frozen.candidate),
      ...(champion ? { champion: Float64Array.from(frozen.champion) } : {}),
      clusters: clustersOf(frozen),
      slices: [{ column: 'colour', values: ['<red>', 'green'], codes }],
    },
    settingsOf(kind),
  );
  const gates = GATES[kind];
  const standing = champion ? { version: 7 } : undefined;
  return {
    $schema: EVIDENCE_SCHEMA,
    version: 1,
    model: 'flight-delays',
    run: 'flight-delays-0123456789ab-1',
    at: '2001-04-01T06:10:00Z',
    dataset: { id: 'd1' },
    training: {
      jobName: 'dev-flight-delays-0123456789ab-1-1',
      imageUri: 'registry/xgboost:1.7-1',
      artifactUri: 's3://data/model.tar.gz',
      artifactDigest: 'a1',
      features: ['hour', 'distance'],
      rows: { train: 1000, validation: 100, holdout: 400 },
      trainedThrough: '2001-03-24T10:51:00Z',
      holdoutFrom: '2001-03-24T10:53:00Z',
    },
    ...(standing === undefined ? {} : { champion: standing }),
    evaluation,
    manifestGates: [...gates],
    digests: { manifest: 'm1', evaluation: 'e1' },
    ...judgeGates({ gates, evaluation, champion: standing }),
    gates: [...judgeGates({ gates, evaluation, champion: standing }).gates],
  };
}
