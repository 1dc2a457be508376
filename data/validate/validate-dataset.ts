import { dirname, join } from 'node:path';
import { openDatabase } from '../duckdb.ts';
import { damagedFiles } from '../landing/damaged-files.ts';
import { readSchema } from '../landing/landing-schema.ts';
import { openLanding } from '../landing/load-landing.ts';
import { stops, structural } from './finding.ts';
import { judgeMeasurement } from './judge-measurement.ts';
import { type MeasureInput, measureLanding } from './measure-landing.ts';
import { type DatasetVerdict, unread, verdictOf } from './verdict.ts';

export interface ValidateInput extends MeasureInput {
  /** On the local disk, all in directories that may be written beside. */
  readonly files: MeasureInput['files'];
  readonly now: Date;
  readonly memoryMb?: number;
}

/** Measures what landed, and judges it by the manifest. Anything wrong with the data is a finding, never an exception. */
export async function validateDataset(input: ValidateInput): Promise<DatasetVerdict> {
  const { manifest, files } = input;
  if (files.length === 0) return unread([structural('files', 'Nothing landed. Deliver at least one file.')]);
  const directories = [...new Set(files.map(({ path }) => dirname(path)))];
  await using database = await openDatabase({
    directory: join(directories[0]!, '.validate'),
    readable: directories,
    ...(input.memoryMb === undefined ? {} : { memoryMb: input.memoryMb }),
  });
  const schema = await readSchema(database, manifest, files);
  if (schema.findings.some(stops)) return unread(schema.findings);
  try {
    await openLanding(database, manifest, schema);
    const { measurement, comparisons } = await measureLanding(database, input, schema);
    const judgement = judgeMeasurement(measurement, { manifest, comparisons, now: input.now });
    return verdictOf(measurement.rows, { ...judgement, expectations: [...schema.findings, ...judgement.expectations] });
  } catch (error) {
    return unread([...schema.findings, ...(await damagedFiles(database, schema, error))]);
  }
}
