import { listCaptures } from '#aws/captured-files.ts';
import type { Serving } from '#domain/ledger/serving.ts';
import type { Catalog } from '#domain/manifest/schema.ts';
import { endpointName } from '#domain/naming.ts';
import { dataKeys } from '#domain/object-keys.ts';
import { judgeLabels } from '#domain/quality/judge-labels.ts';
import { listingOf, reignFrom } from '#domain/quality/label-listing.ts';
import type { QualityDocument } from '#domain/quality/quality-document.ts';
import { VARIANT_NAME } from '#domain/release-plan/fleet.ts';
import { catalogEntry } from '../catalog.ts';
import { labelFiles } from '../predictions/label-files.ts';
import { type OfflineEvaluationDeps, offlineEvaluation } from '../predictions/offline-evaluation.ts';
import { joinedPredictions } from './joined-predictions.ts';

export interface JudgeReignLabelsDeps extends OfflineEvaluationDeps {
  readonly stage: string;
  readonly catalog: Catalog;
  readonly now: () => Date;
}

/** What serves or served, and since when. */
export type LabelledReign = Serving & { readonly release: string; readonly since: string };

/** Captured files of a month at most, and so much of them; what is older is left out, and counted. */
const LIMITS = { files: 20_000, bytes: 2_000_000_000 };

/**
 * Judges the labels of one reign anew, from all of them. Undefined when there is nothing to judge, or when neither labels have come since
 * `before` nor predictions that some of them wait for.
 */
export async function judgeReignLabels(
  { model, reign, before }: { model: string; reign: LabelledReign; before: QualityDocument | undefined },
  deps: JudgeReignLabelsDeps,
): Promise<QualityDocument | undefined> {
  const { release, configName, version } = reign;
  const { manifest } = catalogEntry(deps.catalog, model);
  const settings = manifest.release.quality?.labels;
  if (settings === undefined) return undefined;
  const at = deps.now();
  const from = reignFrom(reign, at);
  const labels = await labelFiles({ model, from }, deps.data);
  const sameLabels = listingOf(labels).digest === before?.labels.digest;
  if (labels.files.length === 0 || (sameLabels && before?.counts.unknown === 0)) return undefined;
  const folder = `${dataKeys.captures(model, configName)}${endpointName(deps.stage, model)}/${VARIANT_NAME}/`;
  const captures = await listCaptures(deps.data, { folder, after: from, through: at }, LIMITS);
  const captured = listingOf(captures);
  if (captures.files.length === 0 || (sameLabels && captured.digest === before?.captures.digest)) return undefined;

  const files = { captures: captures.files, labels: labels.files };
  const joined = await joinedPredictions(files, manifest, deps.data);
  const offline = await offlineEvaluation({ model, release, version }, deps);
  const { auc, calibrationOe } = offline;
  return {
    model,
    release,
    configName,
    version: version.number,
    at: at.toISOString(),
    mode: settings.mode,
    labels: listingOf(labels),
    captures: { ...captured, leftOut: captured.leftOut + joined.leftOut },
    unreadableAnswers: joined.unreadableAnswers,
    badCaptureLines: joined.badCaptureLines,
    counts: joined.counts,
    unreadable: [...joined.unreadable],
    judgement: judgeLabels(joined, { version: version.number, auc, calibrationOe }, settings),
  };
}
