import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { DuckDBInstance } from '@duckdb/node-api';

const source = join(dirname(fileURLToPath(import.meta.resolve('vega-datasets'))), '../data/flights-3m.parquet');

/** Real departures of January to June 2001 (US Bureau of Transportation Statistics, by npm vega-datasets), as files to land. */
export interface Flights {
  /** One month as Parquet, `2001-03`. */
  month(month: string): Promise<string>;
  /** One month in several files, as a burst brings them. */
  monthInParts(month: string, parts: number): Promise<string[]>;
  /** One month without a column. */
  monthWithout(month: string, column: string): Promise<string>;
  /** One month whose delays are shuffled among the flights of its first `share` by time: what is trained on becomes noise. */
  monthWithShuffledDelays(month: string, share: number): Promise<string>;
  /** Feature rows of a month, CSV without header, as the model's SQL prepares them given the month before. */
  requests(month: string, months: readonly string[], count: number): Promise<string[]>;
}

/** @param directory where the files are written; they are made once */
export async function createFlights(directory: string): Promise<Flights> {
  mkdirSync(directory, { recursive: true });
  const connection = await (await DuckDBInstance.create(':memory:')).connect();
  await connection.run('SET threads = 2');
  const text = (path: string) => `'${path.replaceAll("'", "''")}'`;
  const ofMonth = (month: string) =>
    `SELECT * FROM read_parquet(${text(source)}) WHERE date >= TIMESTAMP '${month}-01' AND date < TIMESTAMP '${month}-01' + INTERVAL 1 MONTH`;
  const make = async (name: string, query: string) => {
    const path = join(directory, name);
    if (!existsSync(path)) await connection.run(`COPY (${query}) TO ${text(path)} (FORMAT parquet, COMPRESSION zstd)`);
    return path;
  };
  const month = (each: string) => make(`${each}.parquet`, ofMonth(each));

  return {
    month,
    async monthInParts(each, parts) {
      const paths: string[] = [];
      for (let part = 0; part < parts; part++) {
        const slice = `SELECT * FROM (${ofMonth(each)}) WHERE day(date) % ${parts} = ${part}`;
        paths.push(await make(`${each}-part-${part + 1}.parquet`, slice));
      }
      return paths;
    },
    monthWithout: (each, column) =>
      make(`${each}-without-${column}.parquet`, `SELECT * EXCLUDE (${column}) FROM (${ofMonth(each)})`),
    monthWithShuffledDelays: (each, share) =>
      make(
        `${each}-shuffled.parquet`,
        `WITH rows AS (SELECT *, percent_rank() OVER (ORDER BY date) AS rank FROM (${ofMonth(each)})),
         early AS (SELECT * EXCLUDE (delay, rank), delay, row_number() OVER (ORDER BY date, origin, destination, distance, delay) AS place FROM rows WHERE rank < ${share}),
         shuffled AS (SELECT delay, row_number() OVER (ORDER BY md5(concat(place, 'andon'))) AS place FROM early)
         SELECT early.* EXCLUDE (delay, place), shuffled.delay FROM early JOIN shuffled USING (place)
         UNION ALL BY NAME SELECT * EXCLUDE (rank) FROM rows WHERE rank >= ${share}
         ORDER BY date, origin, destination, distance, delay`,
      ),
    async requests(each, months, count) {
      const window = await Promise.all([...months, each].map(month));
      const landed = await month(each);
      await connection.run(`CREATE OR REPLACE VIEW landed AS SELECT * FROM read_parquet(${text(landed)})`);
      await connection.run(
        `CREATE OR REPLACE VIEW accepted AS SELECT * FROM read_parquet([${window.map(text).join(', ')}])`,
      );
      const sql = readFileSync('models/flight-delays/prepare.sql', 'utf8').trim().replace(/;$/, '');
      const reader = await connection.runAndReadAll(
        `SELECT * EXCLUDE (row_id, event_time, label) FROM (${sql}) WHERE event_time >= TIMESTAMP '${each}-01' ORDER BY event_time LIMIT ${count}`,
      );
      const features = reader.columnNames().flatMap((name, index) => (name.startsWith('slice_') ? [] : [index]));
      return reader.getRows().map((row) => features.map((index) => row[index] ?? '').join(','));
    },
  };
}
