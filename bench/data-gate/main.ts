import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { countOf, flags } from '../flags.ts';
import { pythonWith } from '../python.ts';
import { writeCsv } from './landing.ts';

const USAGE = `The data gate beside pandas: a CSV of 31 columns, 20 expectations, drift of 10 columns by PSI and KS, and leakage.

  npm run bench:data-gate -- [--rows 400000] [--runs 3] [--python /usr/bin/python3] [--json]

The peer runs when --python, or else one of the usual places, has pandas (Debian: python3-pandas). Nothing is installed.
Each run is a process of its own; the start of the process is not counted, reading the CSV is. The best of the runs is
shown. 400,000 rows are about 100 MB.`;

const values = flags({
  rows: { type: 'string', default: '400000' },
  runs: { type: 'string', default: '3' },
  python: { type: 'string' },
  json: { type: 'boolean', default: false },
  help: { type: 'boolean', default: false },
});

interface Run {
  readonly seconds: number;
  readonly cpuSeconds: number;
  readonly megabytes: number;
  readonly verdict: string;
  readonly rows: number;
  readonly counts: readonly (readonly [string, number])[];
  readonly distances: readonly (readonly [string, number])[];
}

if (values.help) console.log(USAGE);
else main();

function main(): void {
  const [rows, runs] = [countOf('rows', values.rows), countOf('runs', values.runs)];
  const directory = mkdtempSync(join(tmpdir(), 'bench-data-gate-'));
  writeCsv(join(directory, 'baseline.csv'), rows / 8, 1);
  writeCsv(join(directory, 'landing.csv'), rows, 2);
  const megabytes = statSync(join(directory, 'landing.csv')).size / 1e6;
  spawnSync(process.execPath, [script('ours.ts'), directory, 'baseline'], { stdio: 'inherit' });
  const ours = bestOf(runs, () => run(process.execPath, [script('ours.ts'), directory]));
  const python = pythonWith(['numpy', 'pandas'], values.python);
  const theirs = python === undefined ? undefined : bestOf(runs, () => run(python, [script('peer.py'), directory]));
  rmSync(directory, { recursive: true });
  if (theirs === undefined) console.error('No Python with pandas: only the data gate is measured. See --help.');
  const ratio = theirs === undefined ? undefined : theirs.seconds / ours.seconds;
  const distance = theirs === undefined ? undefined : largestDistance(ours, theirs);
  if (values.json) {
    console.log(
      JSON.stringify({ megabytes, ours: measured(ours), theirs: theirs && measured(theirs), ratio, distance }),
    );
    return;
  }
  console.log(`${ours.rows} rows, ${megabytes.toFixed(0)} MB of CSV`);
  console.log(line('ours', ours));
  if (theirs === undefined) return;
  console.log(line('pandas', theirs));
  console.log(
    `  ${ratio!.toFixed(1)} times as fast (${(theirs.cpuSeconds / ours.cpuSeconds).toFixed(1)} by CPU); largest difference of a PSI or KS distance ${distance!.toExponential(1)}`,
  );
}

function script(name: string): string {
  return new URL(name, import.meta.url).pathname;
}

function bestOf(length: number, measure: () => Run): Run {
  return Array.from({ length }, measure).reduce((least, each) => (each.seconds < least.seconds ? each : least));
}

function run(command: string, args: readonly string[]): Run {
  const { status, stdout, stderr } = spawnSync(command, args, { encoding: 'utf8' });
  if (status !== 0) throw new Error(`${command} ${args.join(' ')} failed: ${stderr}`);
  return JSON.parse(stdout) as Run;
}

/** How far the two are apart in any distance: their bins may differ by a row or two of a tie. */
function largestDistance(ours: Run, theirs: Run): number {
  const other = new Map(theirs.distances);
  return Math.max(...ours.distances.map(([name, value]) => Math.abs(value - other.get(name)!)));
}

function measured({ seconds, cpuSeconds, megabytes, verdict }: Run) {
  return { seconds, cpuSeconds, megabytes, verdict };
}

function line(name: string, { seconds, cpuSeconds, megabytes, verdict }: Run): string {
  return `  ${name.padEnd(8)}${seconds.toFixed(2)} s (${cpuSeconds.toFixed(2)} s CPU)  ${megabytes.toFixed(0)} MB  ${verdict}`;
}
