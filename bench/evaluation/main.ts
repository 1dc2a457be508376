import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type EvaluationSettings, evaluate } from '#domain/evaluation/evaluate.ts';
import { countOf, flags } from '../flags.ts';
import { pythonWith } from '../python.ts';
import { agreement, type PeerResult } from './agreement.ts';
import { scoredRows, writeArrays } from './scored-rows.ts';

const USAGE = `The evaluation of scored rows beside scikit-learn and scipy: AUC, log-loss, Brier, PR-AUC, F1, calibration with its
slope, DeLong over 30 clusters against a champion, and 20 slices with the differences in each.

  npm run bench:evaluation -- [--rows 1000000] [--runs 3] [--python /usr/bin/python3] [--json]

The peer runs when --python, or else one of the usual places, has scikit-learn, scipy and numpy (Debian: python3-sklearn).
Nothing is installed. Reading the rows is not counted on either side; the best of the runs is shown.`;

const values = flags({
  rows: { type: 'string', default: '1000000' },
  runs: { type: 'string', default: '3' },
  python: { type: 'string' },
  json: { type: 'boolean', default: false },
  help: { type: 'boolean', default: false },
});

const SETTINGS: EvaluationSettings = {
  kind: 'binary',
  threshold: 0.3,
  clusterBy: 'day',
  comparisons: ['auc', 'logLoss', 'brier'],
  sliceComparisons: ['auc', 'logLoss'],
};

interface Timing {
  readonly seconds: number;
  readonly cpuSeconds: number;
}

if (values.help) console.log(USAGE);
else main();

function main(): void {
  const runs = countOf('runs', values.runs);
  const rows = scoredRows(countOf('rows', values.rows), 1);
  const timings: Timing[] = [];
  let document = evaluate(rows, SETTINGS);
  for (let run = 0; run < runs; run += 1) {
    const started = performance.now();
    const cpu = process.cpuUsage();
    document = evaluate(rows, SETTINGS);
    const { user, system } = process.cpuUsage(cpu);
    timings.push({ seconds: (performance.now() - started) / 1000, cpuSeconds: (user + system) / 1e6 });
  }
  const ours = best(timings);
  const python = pythonWith(['numpy', 'scipy', 'sklearn'], values.python);
  if (python === undefined) {
    console.error('No Python with scikit-learn and scipy: only the evaluation is measured. See --help.');
    console.log(values.json ? JSON.stringify({ rows: rows.labels.length, ours }) : line('ours', ours));
    return;
  }
  const directory = mkdtempSync(join(tmpdir(), 'bench-evaluation-'));
  writeArrays(directory, rows);
  const peer = spawnSync(python, [new URL('peer.py', import.meta.url).pathname, directory, values.runs], {
    encoding: 'utf8',
  });
  rmSync(directory, { recursive: true });
  if (peer.status !== 0) throw new Error(`${python} failed in the peer: ${peer.stderr}`);
  const results = peer.stdout
    .trim()
    .split('\n')
    .map((text) => JSON.parse(text) as Timing & { result: PeerResult });
  const theirs = best(results);
  const ratio = theirs.seconds / ours.seconds;
  const cpuRatio = theirs.cpuSeconds / ours.cpuSeconds;
  const { numbers, largestDifference } = agreement(document, results[0]!.result);
  if (values.json) {
    console.log(
      JSON.stringify({ rows: rows.labels.length, ours, theirs, ratio, cpuRatio, numbers, largestDifference }),
    );
    return;
  }
  console.log(`${rows.labels.length} rows, 20 slices, 30 clusters, candidate and champion`);
  console.log(line('ours', ours));
  console.log(line('scikit-learn + scipy', theirs));
  const agree = `largest difference of ${numbers} numbers ${largestDifference.toExponential(1)}`;
  console.log(`  ${ratio.toFixed(1)} times as fast (${cpuRatio.toFixed(1)} by CPU); ${agree}`);
}

function best(timings: readonly Timing[]): Timing {
  const { seconds, cpuSeconds } = timings.reduce((least, each) => (each.seconds < least.seconds ? each : least));
  return { seconds, cpuSeconds };
}

function line(name: string, { seconds, cpuSeconds }: Timing): string {
  return `  ${name.padEnd(22)}${seconds.toFixed(2)} s (${cpuSeconds.toFixed(2)} s CPU)`;
}
