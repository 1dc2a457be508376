import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll } from 'vitest';
import { openDatabase } from '#data/duckdb.ts';
import type { LandedFile } from '#data/landing/landing-schema.ts';
import type { Manifest } from '#domain/manifest/schema.ts';
import { buildCatalog } from '../../../packaging/build-catalog.ts';
import { type Ticket, ticketsCsv } from '../../models/tickets/tickets-dataset.ts';
import { type TinyFlat, tinyCsv } from '../../models/tiny/tiny-dataset.ts';

const created: string[] = [];

afterAll(() => {
  for (const directory of created) rmSync(directory, { recursive: true, force: true });
});

/** An empty directory that is gone after the tests of the file. */
export function aDirectory(): string {
  const directory = mkdtempSync(join(tmpdir(), 'andon-data-'));
  created.push(directory);
  return directory;
}

const { tiny, tickets } = buildCatalog({ directories: ['tests/models'], stage: 'dev' });

export const tinySql: string = tiny!.prepareSql;

/** The tiny model's manifest, of which the data part may be changed. */
export function tinyManifest(data: Partial<Manifest['data']> = {}): Manifest {
  return { ...tiny!.manifest, data: { ...tiny!.manifest.data, ...data } };
}

export const ticketsSql: string = tickets!.prepareSql;

/** The manifest of the tickets, whose label names classes; its data part may be changed. */
export function ticketsManifest(data: Partial<Manifest['data']> = {}): Manifest {
  return { ...tickets!.manifest, data: { ...tickets!.manifest.data, ...data } };
}

/** Puts a text down as a landed file. */
export function landText(name: string, text: string): LandedFile {
  const path = join(aDirectory(), name);
  writeFileSync(path, text);
  return { path, key: `landing/tiny/${name}` };
}

export function landFlats(name: string, flats: readonly Partial<TinyFlat>[]): LandedFile {
  return landText(name, tinyCsv(flats));
}

export function landTickets(name: string, landed: readonly Partial<Ticket>[]): LandedFile {
  return landText(name, ticketsCsv(landed));
}

/** Puts the result of a SELECT down as a Parquet file. */
export async function landParquet(name: string, select: string): Promise<LandedFile> {
  const directory = aDirectory();
  const path = join(directory, name);
  await using database = await openDatabase({ directory });
  await database.run(`COPY (${select}) TO '${path}' (FORMAT parquet)`);
  return { path, key: `landing/tiny/${name}` };
}
