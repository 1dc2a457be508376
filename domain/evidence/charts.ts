import type { Curves, EvaluationDocument, ModelEvaluation } from '../evaluation/evaluation-document.ts';
import type { Html } from './html.ts';
import { type Point, type Series, svgChart } from './svg-chart.ts';

type Models = readonly (readonly [Series['name'], ModelEvaluation])[];

/** The pictures of an evaluation: candidate and champion on the same axes. */
export function charts({ kind, candidate, champion }: EvaluationDocument): Html[] {
  const models: Models = [
    ['candidate', candidate],
    ...(champion === undefined ? [] : ([['champion', champion]] as const)),
  ];
  const drawn = [calibrationChart(models, kind), histogramChart(models, kind)];
  return kind === 'binary' ? [rocChart(models), precisionRecallChart(models), ...drawn] : drawn;
}

const UNIT = [0, 1] as const;

function rocChart(models: Models): Html {
  return svgChart({
    title: 'ROC: who is found, at what cost',
    xLabel: 'false positive rate',
    yLabel: 'true positive rate',
    x: UNIT,
    y: UNIT,
    diagonal: true,
    series: seriesOf(models, 'line', ({ roc = [] }) => roc),
  });
}

function precisionRecallChart(models: Models): Html {
  return svgChart({
    title: 'Precision and recall',
    xLabel: 'recall',
    yLabel: 'precision',
    x: UNIT,
    y: UNIT,
    series: seriesOf(models, 'line', ({ precisionRecall = [] }) => precisionRecall),
  });
}

const CALIBRATION_LABELS = {
  binary: ['mean prediction', 'share that happened'],
  number: ['mean prediction', 'mean label'],
  multiclass: ['mean probability of the class decided for', 'share that was right'],
} as const;

const HISTOGRAM_LABELS = {
  binary: ['Scores', 'score'],
  number: ['Predictions', 'prediction'],
  multiclass: ['How sure it is', 'probability of the class decided for'],
} as const;

/** Tenths of the score; on the diagonal, predictions mean what they say. */
function calibrationChart(models: Models, kind: EvaluationDocument['kind']): Html {
  const series = seriesOf(models, 'dots', ({ calibration }) =>
    calibration.map(({ predicted, observed }) => [predicted, observed] as const),
  );
  const values = series.flatMap(({ points }) => points.flat());
  const range = [kind === 'number' ? Math.min(...values) : 0, Math.max(...values)] as const;
  const [xLabel, yLabel] = CALIBRATION_LABELS[kind];
  return svgChart({
    title: 'Calibration by tenths of the score',
    xLabel,
    yLabel,
    x: range,
    y: range,
    diagonal: true,
    series,
  });
}

function histogramChart(models: Models, kind: EvaluationDocument['kind']): Html {
  const series = seriesOf(models, 'steps', ({ histogram }) => barTops(histogram));
  const { from, to } = models[0]![1].curves.histogram;
  const tops = series.flatMap(({ points }) => points.map(([, share]) => share));
  const [title, xLabel] = HISTOGRAM_LABELS[kind];
  return svgChart({
    title,
    xLabel,
    yLabel: 'share of rows',
    x: [from, to],
    y: [0, Math.max(...tops)],
    series,
  });
}

function barTops({ from, to, counts }: Curves['histogram']): Point[] {
  const total = counts.reduce((sum, count) => sum + count, 0);
  const width = (to - from) / counts.length;
  const tops = counts.map((count, bar): Point => [from + bar * width, count / total]);
  return [...tops, [to, 0]];
}

/** The champion first, so that the candidate is drawn over it. */
function seriesOf(models: Models, shape: Series['shape'], pointsOf: (curves: Curves) => readonly Point[]): Series[] {
  return models.map(([name, { curves }]) => ({ name, shape, points: pointsOf(curves) })).toReversed();
}
