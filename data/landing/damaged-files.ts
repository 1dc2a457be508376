import type { Database } from '../duckdb.ts';
import { type CheckFinding, structural } from '../validate/finding.ts';
import type { LandingSchema } from './landing-schema.ts';

/**
 * Which files cannot be read to their end.
 * @throws the error itself when each of them can: then the data is not to blame
 */
export async function damagedFiles(
  database: Database,
  { sources }: LandingSchema,
  error: unknown,
): Promise<CheckFinding[]> {
  const findings: CheckFinding[] = [];
  for (const { file, source } of sources) {
    try {
      await database.rows(`SELECT max(hash(COLUMNS(*)))::VARCHAR FROM ${source.sql}`);
    } catch (cause) {
      // The machine's fault, not the file's: the dataset must not be rejected for it.
      if (/^(Out of Memory Error|IO Error: .*No space left)/.test((cause as Error).message)) throw cause;
      const why = (cause as Error).message.split('\n')[0]!.replaceAll(file.path, file.key);
      const message = `${file.key} cannot be read to its end: ${why}. Deliver the whole file again.`;
      findings.push(structural('readable', message));
    }
  }
  if (findings.length === 0) throw error;
  return findings;
}
