import { describe, expect, it } from 'vitest';
import { ColumnFilterError, parseColumnFilter } from './column-filter.ts';
import { splitCells } from './csv-cells.ts';

describe('parseColumnFilter', () => {
  const cells = ['id', 'x', 'y', 'z'];

  it.each([
    ['$', ['id', 'x', 'y', 'z']],
    ['$[0]', ['id']],
    ['$[-1]', ['z']],
    ['$[2,0]', ['y', 'id']],
    ['$[0,-1]', ['id', 'z']],
    ['$[1:]', ['x', 'y', 'z']],
    ['$[:2]', ['id', 'x']],
    ['$[1:3]', ['x', 'y']],
    ['$[-2:]', ['y', 'z']],
    ['$[1:-1]', ['x', 'y']],
  ])('%s selects %j', (text, selected) => {
    expect(parseColumnFilter(text)(cells)).toEqual(selected);
  });

  it.each(['', '$.a', '$[a]', '$[1:2:3]', '$[]', '$[*]'])('refuses %j', (text) => {
    expect(() => parseColumnFilter(text)).toThrow(ColumnFilterError);
  });

  it.each(['$[4]', '$[-5]', '$[4:]'])('%s fails on a record that lacks the column', (text) => {
    expect(() => parseColumnFilter(text)(cells)).toThrow(/4( columns)?\.$/);
  });
});

describe('splitCells', () => {
  it.each([
    ['1,2,3', ['1', '2', '3']],
    ['', ['']],
    ['a,,b', ['a', '', 'b']],
    ['"a,b",c', ['"a,b"', 'c']],
    ['"say ""hi, you""",2', ['"say ""hi, you"""', '2']],
  ])('splits %j', (record, cells) => {
    expect(splitCells(record)).toEqual(cells);
    expect(splitCells(record).join(',')).toBe(record);
  });
});
