import type { Gate } from '../manifest/schema.ts';
import type { HoldoutRow } from './holdout-row.ts';

export type CannedRequest = Extract<Gate, { kind: 'contract' }>['requests'][number];

/** A type that no inference container has a reason to read. */
const FOREIGN_TYPE = 'application/x-andon-unknown';

/** No CSV of numbers, whatever reads it. */
const GARBAGE = '{"this": "is no row"';

/** How many rows the request of several rows has. */
const SEVERAL = 3;

/**
 * What any container of CSV rows must answer: one row and several by their scores, a missing value too; garbage and a foreign content
 * type by a refusal. A model of one feature is asked for no missing value: its row would be empty.
 */
export function usualRequests(rows: readonly HoldoutRow[]): CannedRequest[] {
  const [first] = rows;
  if (first === undefined) return [];
  const score = { contentType: 'text/csv', expect: 'score' } as const;
  const refusal = { contentType: 'text/csv', expect: 'refusal' } as const;
  const [, ...fields] = first.rest.split(',');
  const several = rows.slice(0, SEVERAL).map(({ rest }) => `${rest}\n`);
  return [
    { ...score, name: 'one-row', body: first.rest },
    { ...score, name: 'several-rows', body: several.join('') },
    ...(fields.length === 0 ? [] : [{ ...score, name: 'missing-value', body: ['', ...fields].join(',') }]),
    { ...refusal, name: 'garbage', body: GARBAGE },
    { ...refusal, name: 'wrong-content-type', body: first.rest, contentType: FOREIGN_TYPE },
  ];
}

/** How many rows' scores the answer must have: CSV has a row a line, other content is one request for one score. */
export function rowsAsked({ body, contentType }: Pick<CannedRequest, 'body' | 'contentType'>): number {
  if (!/^text\/csv\b/i.test(contentType)) return 1;
  return body.split(/\r?\n/).filter((line) => line.trim() !== '').length;
}
