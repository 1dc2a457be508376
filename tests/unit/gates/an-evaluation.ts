import type { Difference, EvaluationDocument, SliceEvaluation } from '#domain/evaluation/evaluation-document.ts';
import { Gate } from '#domain/manifest/schema.ts';

const curves = { calibration: [], histogram: { from: 0, to: 1, counts: [] } };

/** An evaluation with the given numbers of the candidate, differences and slices. */
export function anEvaluation({
  metrics = {},
  differences = {},
  slices = [],
}: {
  metrics?: EvaluationDocument['candidate']['metrics'];
  differences?: EvaluationDocument['differences'];
  slices?: SliceEvaluation[];
} = {}): EvaluationDocument {
  return {
    version: 1,
    kind: 'binary',
    rows: 1000,
    labelMean: 0.2,
    clusters: { by: 'day', count: 8 },
    candidate: { metrics, curves },
    differences,
    slices,
    worstSlices: [],
  };
}

/** A difference with 7 degrees of freedom: 95 % is 1.895 errors. */
export function aDifference(value: number | null, standardError: number | null): Difference {
  return { value, standardError, degreesOfFreedom: 7 };
}

export function aSlice(value: string, difference: Difference | undefined, rows = 500): SliceEvaluation {
  const differences = difference === undefined ? {} : { logLoss: difference };
  return { column: 'origin', value, rows, labelMean: 0.2, candidate: {}, differences };
}

/** A gate with its defaults. */
export function aGate<Kind extends Gate['kind']>(kind: Kind, fields: object = {}): Extract<Gate, { kind: Kind }> {
  const usual = {
    absolute: { metric: 'auc', min: 0.65 },
    champion: { metric: 'auc', margin: 0.01 },
    calibration: { minOe: 0.8, maxOe: 1.25 },
    slice: { metric: 'logLoss', margin: 0.02 },
    artifact: { maxMegabytes: 10 },
    latency: { maxMilliseconds: 50 },
    contract: {},
    agreement: {},
  };
  return Gate.parse({ kind, name: kind, ...usual[kind], ...fields }) as Extract<Gate, { kind: Kind }>;
}
