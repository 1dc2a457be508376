import type { Label } from '#domain/manifest/schema.ts';
import { classIndex, classNames, classText } from '../class-index.ts';
import { type Database, identifier } from '../duckdb.ts';
import { DuplicateRowIdError, LabelInvalidError, RowIdInvalidError } from '../errors.ts';
import type { PreparedTable } from './prepared-table.ts';

/**
 * A row id identifies one row, and stands in a CSV without quotes.
 * @throws RowIdInvalidError, DuplicateRowIdError
 */
export async function checkRowIds(database: Database, { name }: PreparedTable): Promise<void> {
  const table = identifier(name);
  const invalid = await database.rows(
    `SELECT row_id::VARCHAR AS id FROM ${table} WHERE row_id IS NULL
      OR NOT regexp_full_match(row_id::VARCHAR, '[A-Za-z0-9_.:|+-]+') LIMIT 1`,
  );
  if (invalid[0] !== undefined) {
    const id = JSON.stringify(invalid[0].id);
    throw new RowIdInvalidError(`prepare.sql returns the row id ${id}; use letters, digits and _ . : | + - only.`);
  }
  const double = await database.rows(
    `SELECT row_id::VARCHAR AS id, count(*)::INTEGER AS times FROM ${table} GROUP BY row_id HAVING count(*) > 1
      ORDER BY id LIMIT 1`,
  );
  if (double[0] === undefined) return;
  const { id, times } = double[0];
  throw new DuplicateRowIdError(`prepare.sql returns the row id ${id} ${times} times; it must name one row for good.`);
}

/**
 * Rows without a label or event time are left out later; a label that is there must be usable.
 * @throws LabelInvalidError
 */
export async function checkLabels(database: Database, { name }: PreparedTable, label: Label): Promise<void> {
  const { valid, must } = requirementOf(label);
  const invalid = await database.rows(
    `SELECT row_id::VARCHAR AS id, label::VARCHAR AS label FROM ${identifier(name)}
      WHERE label IS NOT NULL AND NOT (${valid}) ORDER BY id LIMIT 1`,
  );
  if (invalid[0] === undefined) return;
  const { id, label: found } = invalid[0];
  throw new LabelInvalidError(`The row ${id} has the label ${found}; a ${label.kind} label is ${must}.`);
}

function requirementOf(label: Label): { valid: string; must: string } {
  switch (label.kind) {
    case 'binary':
      return { valid: 'label::DOUBLE IN (0, 1)', must: '0 or 1' };
    case 'number':
      return { valid: 'isfinite(label::DOUBLE)', must: 'a finite number' };
    case 'multiclass':
      return {
        valid: `${classText('label')} IN (${classNames(label.classes)})`,
        must: `the name of one of data.label.classes: ${label.classes.join(', ')}`,
      };
  }
}

/** Puts the class's index in the place of its name, as training, scoring and evaluation have it. */
export async function encodeClasses(
  database: Database,
  { name }: PreparedTable,
  classes: readonly string[],
): Promise<void> {
  const index = `${classIndex('label', classes)}::INTEGER`;
  await database.run(`ALTER TABLE ${identifier(name)} ALTER label TYPE INTEGER USING ${index}`);
}
