import * as z from 'zod';

/** One object version that belongs to a landing. */
export const PinnedObject = z.object({
  key: z.string(),
  versionId: z.string().optional(),
  etag: z.string(),
  size: z.int(),
});

/** A landing that a run has ended, with what it pinned; without a dataset there was nothing new. */
export const EndedLanding = z.object({
  /** The run's business key. */
  key: z.string(),
  run: z.string(),
  dataset: z.object({ id: z.string(), files: z.int(), bytes: z.int() }).optional(),
});

/**
 * The ledger's `landing.json` of a model. One landing at a time is open: later objects of the same burst change nothing, and the run that
 * waits for it ends it.
 */
export const Landing = z.object({
  open: z
    .object({
      /** The business key: the object version that opened it. */
      key: z.string(),
      run: z.string(),
      openedAt: z.string(),
    })
    .optional(),
  /** The version with which each key was taken last, so that only what is new is a landing. */
  seen: z.record(z.string(), z.string()),
  /** The newest last. A run that is tried again, or replayed, finds here what it took. */
  ended: z.array(EndedLanding),
});

/** `datasets/<model>/<id>/manifest.json`: the pinned object versions of one landing. */
export const DatasetManifest = z.object({
  model: z.string(),
  id: z.string(),
  run: z.string(),
  createdAt: z.string(),
  objects: z.array(PinnedObject).min(1),
});

/** `models/<m>/accepted.json`: datasets that may be trained on, oldest first. */
export const AcceptedDatasets = z.object({
  datasets: z.array(
    z.object({
      id: z.string(),
      run: z.string(),
      acceptedAt: z.string(),
      /** Event time of its newest row, by which seasonal drift finds the dataset of a period. Absent for what was accepted before it was kept. */
      newestEvent: z.string().optional(),
    }),
  ),
});

export type PinnedObject = z.infer<typeof PinnedObject>;
export type EndedLanding = z.infer<typeof EndedLanding>;
export type Landing = z.infer<typeof Landing>;
export type DatasetManifest = z.infer<typeof DatasetManifest>;
export type AcceptedDatasets = z.infer<typeof AcceptedDatasets>;

export const noLanding: Landing = { seen: {}, ended: [] };
