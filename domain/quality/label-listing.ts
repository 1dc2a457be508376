import * as z from 'zod';
import { sha256 } from '../naming.ts';
import { byWriting, type Listed, newestFiles, type Reading, type ReadingLimits } from './newest-files.ts';

/** A deployment takes 8 hours at most (SageMaker's MaximumExecutionTimeoutInSeconds): predictions are older than their reign by no more. */
const DEPLOYMENT_MS = 8 * 3_600_000;

/** Predictions older than this wait for labels no longer. */
const OLDEST_MS = 30 * 86_400_000;

/** What was listed: enough to know a listing again. */
export const Listing = z.object({
  files: z.int(),
  leftOut: z.int(),
  /** When the newest was written. */
  newest: z.string(),
  /** Of keys and contents. */
  digest: z.string(),
});

export type Listing = z.infer<typeof Listing>;

/** A listed file with its content's tag. */
export type Tagged = Listed & { readonly etag: string };

/** From when on predictions of a reign, and their labels, are of interest. */
export function reignFrom(reign: { readonly since: string; readonly until?: string }, now: Date): Date {
  return new Date(Math.max(Date.parse(reign.since) - DEPLOYMENT_MS, now.getTime() - OLDEST_MS));
}

/** The files of labels that can be of a reign's predictions, in the order in which they were written. */
export function labelsOfReign<File extends Tagged>(
  listed: readonly File[],
  from: Date,
  limits: ReadingLimits,
): Reading<File> {
  return newestFiles(
    listed.filter(({ key, lastModified }) => lastModified >= from && !key.endsWith('/')),
    limits,
  );
}

export function listingOf({ files, leftOut }: Reading<Tagged>): Listing {
  const written = files.toSorted(byWriting);
  return {
    files: files.length,
    leftOut,
    newest: written.at(-1)?.lastModified.toISOString() ?? '',
    digest: sha256(written.map(({ key, etag }) => `${key} ${etag}`).join('\n')),
  };
}
