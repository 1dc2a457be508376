import * as z from 'zod';

/** One object version that belongs to a landing. */
export const PinnedObject = z.object({
  key: z.string(),
  versionId: z.string().optional(),
  etag: z.string(),
  size: z.int(),
});

/**
 * The ledger's `landing.json` of a model: one landing batch is open at a time, later objects of the same burst change nothing, and
 * SnapshotDataset closes it. `seen` maps each listed key to the ETag it was last taken with, so that only what is new is a landing.
 */
export const Landing = z.object({
  state: z.enum(['open', 'closed']),
  /** The business key of the batch: the object that opened it. */
  batch: z.string(),
  run: z.string(),
  generation: z.int().positive(),
  openedAt: z.string(),
  seen: z.record(z.string(), z.string()),
  /** What the run that closed it found, so that a repeated SnapshotDataset answers the same. */
  dataset: z.object({ id: z.string(), files: z.int(), bytes: z.int() }).optional(),
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
  datasets: z.array(z.object({ id: z.string(), run: z.string(), acceptedAt: z.string() })),
});

export type PinnedObject = z.infer<typeof PinnedObject>;
export type Landing = z.infer<typeof Landing>;
export type DatasetManifest = z.infer<typeof DatasetManifest>;
export type AcceptedDatasets = z.infer<typeof AcceptedDatasets>;
