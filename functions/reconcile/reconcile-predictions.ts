import type { AuditTrail } from '#aws/audit-trail.ts';
import type { JudgementRequests } from '#aws/judgement-requests.ts';
import type { Ledger } from '#aws/ledger.ts';
import type { Notifications } from '#aws/notifications.ts';
import type { Champion } from '#domain/ledger/champion.ts';
import { endpointName } from '#domain/naming.ts';
import { dataKeys } from '#domain/object-keys.ts';
import { listingOf, reignFrom } from '#domain/quality/label-listing.ts';
import { isUnjudged, QualityDocument } from '#domain/quality/quality-document.ts';
import { catalogEntry } from '../catalog.ts';
import { type DeposeChampionDeps, deposeChampion } from '../endpoint/depose-champion.ts';
import { labelFiles } from '../predictions/label-files.ts';
import { type WatchScoresDeps, watchScores } from '../predictions/watch-scores.ts';

export interface ReconcilePredictionsDeps extends DeposeChampionDeps, WatchScoresDeps {
  readonly stage: string;
  readonly ledger: Ledger;
  readonly audit: AuditTrail;
  readonly notifications: Notifications;
  readonly judgements: JudgementRequests;
}

/** Looks at a champion's predictions in its watch hours: at its captured scores, and at labels that no event told of. */
export async function reconcilePredictions(model: string, deps: ReconcilePredictionsDeps): Promise<string | undefined> {
  const { quality } = catalogEntry(deps.catalog, model).manifest.release;
  if (quality === undefined) return undefined;
  const champion = await deps.ledger.champion(model).read();
  if (champion === undefined || (champion.watchUntil ?? '') <= deps.now().toISOString()) return undefined;
  const done = [await lookAtScores(model, champion, deps)];
  if (quality.labels !== undefined) done.push(await requestJudgement(model, champion, deps));
  return done.filter((each) => each !== undefined).join(' ') || undefined;
}

/** Scores that are none: the champion is rolled back, or, where that is not enforced, people are told once. */
async function lookAtScores(
  model: string,
  champion: Champion,
  deps: ReconcilePredictionsDeps,
): Promise<string | undefined> {
  const { release, version, configName } = champion;
  const fleet = { model, release, version, configName, endpointName: endpointName(deps.stage, model) };
  const finding = (await watchScores(fleet, deps))?.finding;
  if (finding?.verdict !== 'Degenerate') return undefined;
  const reason = `In the watch hours after its release. ${finding.sentence}`;
  const subject = `${configName}:Degenerate`;
  const entry = { model, action: 'JudgePredictions', subject, actor: 'reconcile', reason };
  if (catalogEntry(deps.catalog, model).manifest.release.quality?.scores.degenerate === 'enforce') {
    const back = await deposeChampion(model, { champion, kind: 'alarm', actor: 'reconcile', reason }, deps);
    await deps.audit.appendOrDefer({ ...entry, evidence: { rollback: back.release } });
    return back.started ? `${reason} ${back.release} was started.` : undefined;
  }
  const began = deps.now().getTime();
  const record = await deps.audit.append(entry);
  if (Date.parse(record.time) < began) return undefined;
  await deps.notifications.publish({
    kind: 'PredictionsFailed',
    model,
    subject: `${model}: the live scores of version ${version.number} are no scores`,
    message: `${finding.sentence} Nothing is rolled back: the manifest observes.`,
  });
  return reason;
}

async function requestJudgement(
  model: string,
  champion: Champion,
  { data, judgements, now }: ReconcilePredictionsDeps,
): Promise<string | undefined> {
  const labels = listingOf(await labelFiles({ model, from: reignFrom(champion, now()) }, data));
  const stored = await data.getJson(dataKeys.predictionQuality(model, champion.release));
  const judged = stored && QualityDocument.parse(stored.value);
  if (!isUnjudged(judged, labels, now())) return undefined;
  await judgements.request(model, 'reconcile');
  return `${labels.files} files of labels wait to be judged; that was asked for.`;
}
