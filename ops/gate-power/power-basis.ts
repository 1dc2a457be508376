import type { EvaluationDocument } from '../../domain/evaluation/evaluation-document.ts';
import { aucDifferenceError, type ExpectedAuc } from '../../domain/gates/auc-difference-error.ts';
import { Gate } from '../../domain/manifest/gate-schema.ts';
import { OperatorError } from '../operator-error.ts';
import { shortNumber } from '../output/numbers.ts';
import { shortTime } from '../output/time.ts';
import type { JudgedEvidence, JudgedVersion } from './judged-evidence.ts';

/** What was asked beside the model. */
export interface Question {
  readonly model: string;
  readonly margin?: number | undefined;
  readonly rows?: number | undefined;
  /** An AUC to be expected, where nothing was compared yet or something else is to be assumed. */
  readonly auc?: number | undefined;
  readonly positives?: number | undefined;
  readonly correlation: number;
}

/** The gates, the errors their power is told by, and where both are from. */
export interface PowerBasis {
  readonly gates: readonly Gate[];
  readonly measured: Pick<EvaluationDocument, 'rows' | 'differences' | 'anchorDifferences' | 'slices'>;
  /** Rows to scale the errors to; undefined where they are those of the question already. */
  readonly scaledTo: number | undefined;
  /** Version whose evidence it is; undefined where the errors are calculated. */
  readonly version: number | undefined;
  readonly sentence: string;
}

/** @throws OperatorError NOT_MEASURED saying what can be asked instead; USAGE */
export function powerBasis(question: Question, { newest, compared }: JudgedEvidence): PowerBasis {
  if (question.auc !== undefined) return asExpected(question, newest);
  if (newest !== undefined && compared !== undefined) return asMeasured(question, { newest, compared });
  if (newest !== undefined) return asFirst(question, newest);
  throw notMeasured(question, 'Nothing was judged yet');
}

function asMeasured({ rows }: Question, { newest, compared }: Required<Defined<JudgedEvidence>>): PowerBasis {
  const { evaluation, run, at, champion } = compared.evidence;
  const { clusters } = evaluation;
  const size = `${shortNumber(evaluation.rows)} rows in ${clusters.count} clusters (by ${clusters.by})`;
  const measured = `Errors as measured when version ${compared.version} was compared with version ${champion?.version ?? '?'}: run ${run}, ${shortTime(at)}, ${size}.`;
  const scaled = rows === undefined ? '' : ` Scaled to ${shortNumber(rows)} rows, in clusters of the same size.`;
  return {
    gates: newest.evidence.manifestGates,
    measured: evaluation,
    scaledTo: rows,
    version: compared.version,
    sentence: `${measured}${scaled} ${gatesOf(newest)}`,
  };
}

/** Nothing was compared, but the first version says how many rows there are, and how good an AUC is to be expected. */
function asFirst(question: Question, newest: JudgedVersion): PowerBasis {
  const { evaluation, manifestGates } = newest.evidence;
  const auc = evaluation.candidate.metrics.auc?.value ?? undefined;
  const { labelMean } = evaluation;
  if (auc === undefined || labelMean === undefined)
    throw notMeasured(question, `Version ${newest.version} was compared with nothing, and has no AUC`);
  const rows = question.rows ?? evaluation.rows;
  const positives = Math.round(rows * labelMean);
  const expected = { auc, positives, negatives: rows - positives, correlation: question.correlation };
  const sentence = `Nothing was compared yet, so the error is calculated for independent rows: ${assumed(expected)}, as of version ${newest.version}. ${gatesOf(newest)}`;
  return { ...calculated(expected), gates: manifestGates, sentence };
}

function asExpected(question: Question, newest: JudgedVersion | undefined): PowerBasis {
  const { model, auc = 0.5, positives, rows, margin, correlation } = question;
  if (positives === undefined || rows === undefined || positives >= rows) {
    throw new OperatorError(
      'USAGE',
      'With --auc, say how many rows the holdout has and how many of them are positive: --rows 20000 --positives 4000',
    );
  }
  const expected = { auc, positives, negatives: rows - positives, correlation };
  const sentence = `The error is calculated for independent rows: ${assumed(expected)}.`;
  const own = (newest?.evidence.manifestGates ?? []).filter(
    (gate) => gate.kind === 'champion' && gate.metric === 'auc',
  );
  if (newest !== undefined && own.length > 0)
    return { ...calculated(expected), gates: own, sentence: `${sentence} ${gatesOf(newest)}` };
  if (margin === undefined) {
    const why = newest === undefined ? 'No gate is known yet' : `No gate of ${model} compares the AUC`;
    throw new OperatorError('USAGE', `${why}: say the margin that is meant, such as --margin 0.01`);
  }
  const gate = Gate.parse({ kind: 'champion', name: 'auc', metric: 'auc', margin });
  return { ...calculated(expected), gates: [gate], sentence: `${sentence} The gate is the one that was asked about.` };
}

function calculated(expected: ExpectedAuc): Pick<PowerBasis, 'measured' | 'scaledTo' | 'version'> {
  const rows = expected.positives + expected.negatives;
  const standardError = aucDifferenceError(expected);
  return {
    measured: { rows, differences: { auc: { value: 0, standardError, degreesOfFreedom: rows - 1 } }, slices: [] },
    scaledTo: undefined,
    version: undefined,
  };
}

function assumed({ auc, positives, negatives, correlation }: ExpectedAuc): string {
  return `AUC ${auc.toFixed(3)}, ${shortNumber(positives)} positives, ${shortNumber(negatives)} negatives, correlation of the two AUCs ${correlation}`;
}

function gatesOf({ version, evidence }: JudgedVersion): string {
  return `Gates as the manifest gave them when version ${version} was judged (${evidence.digests.manifest.slice(0, 12)}).`;
}

function notMeasured({ model }: Question, why: string): OperatorError {
  return new OperatorError(
    'NOT_MEASURED',
    `${why}, so the error of a difference is not known. Run it first: npx andon retrain ${model}. Or ask about an AUC to be expected: npx andon gate-power ${model} --auc 0.7 --rows 20000 --positives 4000 --margin 0.01`,
  );
}

type Defined<T> = { [K in keyof T]: NonNullable<T[K]> };
