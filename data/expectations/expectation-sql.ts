import type { Expectation } from '#domain/manifest/schema.ts';
import { identifier, quote } from '../duckdb.ts';
import { percent } from '../validate/finding.ts';

export type RowExpectation = Exclude<Expectation, { check: 'rowCount' | 'freshness' | 'labelRate' | 'unique' }>;

/** Whether this expectation is one about each row alone. */
export function isRowExpectation(expectation: Expectation): expectation is RowExpectation {
  return !['rowCount', 'freshness', 'labelRate', 'unique'].includes(expectation.check);
}

/** The SQL condition of a row that does not meet the expectation. As in a CHECK constraint, what is NULL is not judged. */
export function offends(expectation: RowExpectation): string {
  switch (expectation.check) {
    case 'nullShare':
      return `${identifier(expectation.column)} IS NULL`;
    case 'range': {
      const column = identifier(expectation.column);
      const low = expectation.min === undefined ? [] : [`${column} < ${expectation.min}`];
      const high = expectation.max === undefined ? [] : [`${column} > ${expectation.max}`];
      return `(${[...low, ...high, `isnan(${column}::DOUBLE)`].join(' OR ')})`;
    }
    case 'allowedValues':
      return `${identifier(expectation.column)}::VARCHAR NOT IN (${expectation.values.map(quote).join(', ')})`;
    case 'matches':
      return `NOT regexp_matches(${identifier(expectation.column)}, ${quote(expectation.pattern)})`;
    case 'sql':
      return `NOT (${expectation.predicate})`;
  }
}

/** The share of rows that may offend. */
export function toleranceOf(expectation: RowExpectation): number {
  return expectation.check === 'nullShare' ? expectation.max : expectation.tolerance;
}

/** What each row must be, in words that follow "must". */
export function requirement(expectation: RowExpectation): string {
  switch (expectation.check) {
    case 'nullShare':
      return `\`${expectation.column}\` must not be missing`;
    case 'range': {
      const { column, min, max } = expectation;
      if (min === undefined) return `\`${column}\` must be at most ${max}`;
      return `\`${column}\` must be ${max === undefined ? `at least ${min}` : `from ${min} to ${max}`}`;
    }
    case 'allowedValues':
      return `\`${expectation.column}\` must be one of ${expectation.values.join(', ')}`;
    case 'matches':
      return `\`${expectation.column}\` must match ${expectation.pattern}`;
    case 'sql':
      return `"${expectation.name}" must hold: ${expectation.predicate}`;
  }
}

/** The limit in words. */
export function limitOf(expectation: RowExpectation): string {
  return `${requirement(expectation)}, but in ${percent(toleranceOf(expectation))} of the rows`;
}
