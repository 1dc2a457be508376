import type { Style } from './style.ts';

/** Text, or text with the colour it is shown in: widths are those of the text. */
export type Cell = string | { readonly text: string; readonly paint: (text: string) => string };

/** Columns left-aligned under a faint head, two spaces apart. No rows: nothing. */
export function table(style: Style, head: readonly string[], rows: readonly (readonly Cell[])[]): string {
  if (rows.length === 0) return '';
  const textOf = (cell: Cell) => (typeof cell === 'string' ? cell : cell.text);
  const widths = head.map((title, column) =>
    Math.max(title.length, ...rows.map((row) => textOf(row[column] ?? '').length)),
  );
  const line = (cells: readonly Cell[]) =>
    cells
      .map((cell, column) => {
        const text = textOf(cell);
        const padding = column === head.length - 1 ? '' : ' '.repeat((widths[column] ?? 0) - text.length);
        return `${typeof cell === 'string' ? text : cell.paint(text)}${padding}`;
      })
      .join('  ')
      .trimEnd();
  return [line(head.map((text) => ({ text, paint: style.faint }))), ...rows.map(line)].join('\n');
}

/** Names and values, one pair a line; pairs without a value are left out. */
export function pairs(style: Style, entries: readonly (readonly [name: string, value: Cell | undefined])[]): string {
  const shown = entries.filter((entry): entry is readonly [string, Cell] => entry[1] !== undefined && entry[1] !== '');
  const width = Math.max(0, ...shown.map(([name]) => name.length));
  return shown
    .map(([name, value]) => {
      const text = typeof value === 'string' ? value : value.paint(value.text);
      return `${style.faint(name.padEnd(width))}  ${text}`;
    })
    .join('\n');
}
