import * as z from 'zod';
import { LabelJudgement } from './judge-labels.ts';
import { Listing } from './label-listing.ts';

/** What delayed labels say of what a release made serve, and on which evidence. `evaluations/<model>/<release>/quality.json` */
export const QualityDocument = z.object({
  model: z.string(),
  release: z.string(),
  configName: z.string(),
  version: z.int(),
  /** When labels and captures were listed. */
  at: z.string(),
  mode: z.enum(['enforce', 'observe']),
  labels: Listing,
  captures: Listing,
  /** Answers that could not be read, and lines that are none of a capture file. */
  unreadableAnswers: z.int(),
  badCaptureLines: z.int(),
  /** See JoinedLabels of data/scores/join-labels.ts. */
  counts: z.record(z.string(), z.int()),
  unreadable: z.array(z.object({ key: z.string(), reason: z.string() })),
  judgement: LabelJudgement,
  /** The rollback it asked for. */
  rollback: z.string().optional(),
});

export type QualityDocument = z.infer<typeof QualityDocument>;

/** Captured files are written minutes after their requests, so labels may be there first. */
const LATE_CAPTURE_MS = 3_600_000;
const AGAIN_MS = 10 * 60_000;

/**
 * Whether labels must be judged (again): their listing has changed; or some found no prediction within an hour of landing, and ten minutes
 * have passed, in which it may have been captured.
 */
export function isUnjudged(document: QualityDocument | undefined, labels: Listing, now: Date): boolean {
  if (labels.files === 0) return false;
  if (document === undefined || document.labels.digest !== labels.digest) return true;
  const judgedAt = Date.parse(document.at);
  const early = judgedAt - Date.parse(labels.newest) < LATE_CAPTURE_MS;
  return (document.counts.unknown ?? 0) > 0 && early && now.getTime() - judgedAt >= AGAIN_MS;
}

/** Of two judgements that ran at once the one that listed later counts. */
export function isNewer(document: QualityDocument, than: QualityDocument | undefined): boolean {
  return than === undefined || document.at >= than.at;
}
