import { describe, expect, it } from 'vitest';
import { labelColumns } from '#data/leakage/label-columns.ts';
import { Column, type Data } from '#domain/manifest/schema.ts';

const columns = Object.fromEntries(
  ['delay', 'delay_reason', 'late', 'n', 'The End'].map((name) => [name, Column.parse({ type: 'number' })]),
);
const named = (sql: string) =>
  labelColumns({ label: { sql, kind: 'binary' }, columns } satisfies Pick<Data, 'label' | 'columns'>);

describe('the columns that a label is made of', () => {
  it.each([
    ['late', ['late']],
    ['LATE', ['late']],
    ['delay > 15', ['delay']],
    ['coalesce("The End", delay_reason) IS NOT NULL', ['delay_reason', 'The End']],
    ['later = 1', []],
  ])('of %s are those it names', (sql, expected) => {
    expect(named(sql)).toEqual(expected);
  });
});
