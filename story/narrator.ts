import { styleText } from 'node:util';

/** Tells the story on a terminal or in a log: one line per stage, and on a terminal what is going on right now. */
export interface Narrator {
  heading(text: string): void;
  /** `began` is virtual time, ms: that of an act that is continued lies back. */
  act(heading: { readonly number: number; readonly title: string; readonly began: number }): void;
  /** A finished step, with the real time since the start and the virtual time since the act began. */
  step(stage: string, detail: string): void;
  /** What is going on; shown on a terminal only, until the next line. */
  busy(text: string): void;
  note(text: string): void;
  good(text: string): void;
  bad(text: string): void;
  table(title: string, rows: readonly Readonly<Record<string, string>>[]): void;
}

export interface NarratorOptions {
  readonly out: NodeJS.WriteStream;
  /** Virtual time as last known, ms. */
  readonly virtualNow: () => number;
}

type Format = Parameters<typeof styleText>[0];

export function createNarrator({ out, virtualNow }: NarratorOptions): Narrator {
  const started = performance.now();
  let actBegan = virtualNow();
  let status = false;
  const style = (format: Format, text: string) => (out.isTTY ? styleText(format, text) : text);
  const clear = () => {
    if (status) out.write('\r\u001b[2K');
    status = false;
  };
  const line = (text = '') => {
    clear();
    out.write(`${text}\n`);
  };
  const times = () => {
    const real = `${((performance.now() - started) / 1000).toFixed(1)}s`;
    return style('dim', `${real.padStart(7)} ${duration(virtualNow() - actBegan).padStart(8)}`);
  };
  return {
    heading: (text) => line(style('bold', text)),
    act({ number, title, began }) {
      actBegan = began;
      line();
      line(`${style('bold', `Act ${number}`)}  ${title}`);
      line(style('dim', '   real  virtual  stage'));
    },
    step(stage, detail) {
      const [first = '', ...more] = detail.split('\n');
      line(`${times()}  ${stage.padEnd(18)} ${first}`);
      for (const each of more) line(`${' '.repeat(38)}${each}`);
    },
    busy(text) {
      if (!out.isTTY) return;
      clear();
      out.write(`${times()}  ${style('cyan', text)}`.slice(0, out.columns ?? 120));
      status = true;
    },
    note: (text) => line(`  ${text}`),
    good: (text) => line(`  ${style('green', '✔')} ${text}`),
    bad: (text) => line(`  ${style('red', '✘')} ${text}`),
    table(title, rows) {
      line();
      line(style('bold', title));
      const columns = Object.keys(rows[0] ?? {});
      const width = (column: string) => Math.max(column.length, ...rows.map((row) => (row[column] ?? '').length));
      const print = (cells: readonly string[]) =>
        `  ${cells.map((cell, index) => cell.padEnd(width(columns[index] ?? ''))).join('  ')}`.trimEnd();
      line(style('dim', print(columns)));
      for (const row of rows) line(print(columns.map((column) => row[column] ?? '')));
    },
  };
}

/** 93,000 ms is `1m33s`; hours are shown from one hour on. */
export function duration(milliseconds: number): string {
  const seconds = Math.max(0, Math.round(milliseconds / 1000));
  const [hours, minutes] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60];
  const tail = `${String(seconds % 60).padStart(2, '0')}s`;
  return hours > 0 ? `${hours}h${String(minutes).padStart(2, '0')}m${tail}` : `${minutes}m${tail}`;
}
