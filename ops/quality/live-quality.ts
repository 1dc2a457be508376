import { figure } from '../../domain/gates/figures.ts';
import { dataKeys } from '../../domain/object-keys.ts';
import { LiveScores } from '../../domain/quality/live-scores.ts';
import { QualityDocument } from '../../domain/quality/quality-document.ts';
import type { CommandDeps } from '../command-deps.ts';
import type { Style } from '../output/style.ts';
import { shortTime } from '../output/time.ts';

/** What captured predictions of a release have shown so far, as its documents tell it. */
export type LiveQuality = Awaited<ReturnType<typeof liveQuality>>;

/** Undefined parts were not asked for by the manifest, or nothing has come yet, or another deployment wrote them otherwise. */
export async function liveQuality({ data }: Pick<CommandDeps, 'data'>, model: string, release: string) {
  const [scores, labels] = await Promise.all([
    data.getJson(dataKeys.liveScores(model, release)),
    data.getJson(dataKeys.predictionQuality(model, release)),
  ]);
  const live = LiveScores.pick({ at: true, finding: true }).safeParse(scores?.value);
  const judged = QualityDocument.pick({ at: true, judgement: true, counts: true, rollback: true }).safeParse(
    labels?.value,
  );
  return {
    ...(live.success ? { scores: { at: live.data.at, ...live.data.finding } } : {}),
    ...(judged.success ? { labels: judged.data } : {}),
  };
}

/** A line for the scores and one for the labels, each where there is one. */
export function liveQualityLines(
  style: Style,
  { scores, labels }: LiveQuality,
): (readonly [string, string | undefined])[] {
  return [
    ['live scores', scores && `${painted(style, scores.verdict)}, ${shortTime(scores.at)}: ${scores.sentence}`],
    ['live labels', labels && labelsLine(style, labels)],
  ];
}

function labelsLine(style: Style, { at, judgement, counts }: NonNullable<LiveQuality['labels']>): string {
  const { verdict, rows, auc, calibrationOe, offline, reasons } = judgement;
  const unknown = counts.unknown ? `, ${counts.unknown} without a captured prediction` : '';
  const measured =
    auc === undefined || calibrationOe === undefined
      ? ''
      : `; AUC ${figure(auc.value)} against ${figure(offline.auc)} offline, observed over expected ${figure(calibrationOe.value)}`;
  // The last reason is what is still missing.
  const open = verdict === 'Inconclusive' && reasons.length > 0 ? `. ${reasons.at(-1)}` : '';
  return `${painted(style, verdict)}, ${shortTime(at)}: ${rows} labelled predictions${unknown}${measured}${open}`;
}

function painted(style: Style, verdict: string): string {
  if (verdict === 'Failed' || verdict === 'Degenerate') return style.bad(verdict);
  return verdict === 'Passed' || verdict === 'Alike' ? style.good(verdict) : style.warn(verdict);
}
