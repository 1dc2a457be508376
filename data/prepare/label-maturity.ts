import { type Delivery, maturedSpans } from '#domain/landing/matured-spans.ts';
import type { Manifest } from '#domain/manifest/schema.ts';
import { type Database, identifier } from '../duckdb.ts';
import { landedSelect } from '../landing/landed-view.ts';

/** Files of one dataset of the window, on the local disk. */
export interface PinnedFiles {
  readonly paths: readonly string[];
  /** When they were pinned, ISO 8601: their labels are as they were then. */
  readonly pinnedAt: string;
}

/** SQL conditions that a prepared row's label had matured when the row was delivered, TRUE where labels are known with their rows. */
export interface Matured {
  /** Delivered by any dataset of the window. */
  readonly window: string;
  /** Delivered by the one that landed last. */
  readonly landing: string;
}

/** `window`: oldest first. @throws DatasetUnreadableError */
export async function maturedWhere(
  database: Database,
  manifest: Manifest,
  window: readonly PinnedFiles[],
): Promise<Matured> {
  const { labelMaturityHours } = manifest.data.holdout;
  if (labelMaturityHours === 0) return { window: 'TRUE', landing: 'TRUE' };
  const deliveries: (Delivery | undefined)[] = [];
  for (const dataset of window) deliveries.push(await delivered(database, manifest, dataset));
  const where = (some: readonly (Delivery | undefined)[]) => {
    const known = some.filter((delivery) => delivery !== undefined);
    const conditions = maturedSpans(known, labelMaturityHours).map(
      ({ from, through }) => `epoch_us(event_time::TIMESTAMP) BETWEEN ${from} AND ${through}`,
    );
    return conditions.length === 0 ? 'FALSE' : `(${conditions.join(' OR ')})`;
  };
  return { window: where(deliveries), landing: where(deliveries.slice(-1)) };
}

async function delivered(
  database: Database,
  manifest: Manifest,
  { paths, pinnedAt }: PinnedFiles,
): Promise<Delivery | undefined> {
  const time = `${identifier(manifest.data.eventTime)}::TIMESTAMP`;
  const rows = await landedSelect(database, manifest, paths);
  const [row] = await database.rows(
    `SELECT epoch_us(min(${time}))::DOUBLE AS first, epoch_us(max(${time}))::DOUBLE AS last FROM (${rows})`,
  );
  if (row?.first === null || row?.last === null) return undefined;
  return { pinnedAt: Date.parse(pinnedAt) * 1000, first: Number(row!.first), last: Number(row!.last) };
}
