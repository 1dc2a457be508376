import type { Curves, EvaluationDocument } from './evaluation-document.ts';
import { mean } from './losses.ts';
import type { ModelScores } from './model-scores.ts';

/** Points of a drawn curve. */
const POINTS = 100;

const TENTHS = 10;

/** Bars of a histogram. */
const BARS = 30;

/** What the report draws of one model. */
export function curvesOf(
  model: ModelScores,
  kind: EvaluationDocument['kind'],
  [from, to]: readonly [number, number],
): Curves {
  const drawn = { calibration: calibrationBins(model), histogram: histogram(model.scores, [from, to]) };
  return kind === 'binary' ? { ...operatingCurves(model), ...drawn } : drawn;
}

/** ROC and precision-recall, at about a hundred thresholds spread evenly over the rows; equal scores share one point. */
function operatingCurves({ ranked }: ModelScores): Required<Pick<Curves, 'roc' | 'precisionRecall'>> {
  const { scores, labels } = ranked();
  const n = scores.length;
  const positives = mean(labels) * n;
  const roc: [number, number][] = [[0, 0]];
  const precisionRecall: [number, number][] = [];
  let found = 0;
  let due = 0;
  for (let place = n - 1; place >= 0; place -= 1) {
    found += labels[place]!;
    const seen = n - place;
    const tied = place > 0 && scores[place - 1] === scores[place];
    if (tied || (seen < due && place > 0)) continue;
    due = seen + n / POINTS;
    roc.push([(seen - found) / (n - positives), found / positives]);
    precisionRecall.push([found / positives, found / seen]);
  }
  return { roc, precisionRecall };
}

/** Mean prediction and mean label by tenths of the ranked rows. */
function calibrationBins({ ranked }: ModelScores): Curves['calibration'] {
  const { scores, labels } = ranked();
  const bins: Curves['calibration'] = [];
  for (let tenth = 0; tenth < TENTHS; tenth += 1) {
    const from = Math.floor((tenth * scores.length) / TENTHS);
    const to = Math.floor(((tenth + 1) * scores.length) / TENTHS);
    if (to === from) continue;
    const [predicted, observed] = [mean(scores.subarray(from, to)), mean(labels.subarray(from, to))];
    bins.push({ predicted, observed, rows: to - from });
  }
  return bins;
}

/** Mean distance of prediction and label over the tenths. */
export function expectedCalibrationError(bins: Curves['calibration']): number {
  const rows = bins.reduce((sum, bin) => sum + bin.rows, 0);
  return bins.reduce((sum, bin) => sum + (bin.rows / rows) * Math.abs(bin.predicted - bin.observed), 0);
}

function histogram(scores: Float64Array, [from, to]: readonly [number, number]): Curves['histogram'] {
  const counts = new Array<number>(BARS).fill(0);
  const width = (to - from) / BARS || 1;
  for (let row = 0; row < scores.length; row += 1) {
    const bar = Math.max(0, Math.min(BARS - 1, Math.floor((scores[row]! - from) / width)));
    counts[bar] = counts[bar]! + 1;
  }
  return { from, to, counts };
}
