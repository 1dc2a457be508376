import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { METRICS } from '../../local/images/xgboost/metric.ts';
import type { DataSet } from './data-sets.ts';
import { readLabelled } from './read-labelled.ts';

/** The reference's hyperparameters, for both; base_score is said because XGBoost from 2.0 on would estimate it. */
const HYPERPARAMETERS = {
  ...{ objective: 'binary:logistic', tree_method: 'hist', base_score: '0.5' },
  ...{ num_round: '100', max_depth: '6', eta: '0.2', lambda: '1' },
};

export interface Measured {
  /** The fastest of the runs. */
  readonly seconds: number;
  /** The least processor time of the runs, which other load on the machine disturbs less. */
  readonly cpuSeconds: number;
  readonly megabytes: number;
  readonly auc: number;
  readonly logloss: number;
}

export interface Comparison {
  readonly dataSet: string;
  readonly rows: number;
  readonly features: number;
  /** XGBoost's threads; ours is one. */
  readonly threads: number;
  readonly ours: Measured;
  readonly xgboost?: Measured & { readonly version: string };
  /** Ours over theirs. */
  readonly timeRatio?: number;
  readonly cpuRatio?: number;
  /** Ours minus theirs. */
  readonly aucDifference?: number;
  /** The largest distance between our predictions and XGBoost's, both with our model file. */
  readonly modelFileDistance?: number;
}

/** Trains both on the same rows, turn by turn so that other load on the machine meets both, each run in a new process. */
export async function compare(
  dataSet: DataSet,
  on: { threads: number; runs: number; python: string | undefined },
): Promise<Comparison> {
  const folder = mkdtempSync(join(tmpdir(), 'andon-bench-'));
  try {
    await dataSet.write(folder);
    writeFileSync(join(folder, 'hyperparameters.json'), JSON.stringify(HYPERPARAMETERS));
    const turns = Array.from({ length: on.runs }, () => ({
      ours: run(process.execPath, ['train-ours.ts', folder]),
      theirs: on.python === undefined ? undefined : run(on.python, ['train_xgboost.py', folder, String(on.threads)]),
    }));
    return conclude(folder, { dataSet, threads: on.threads, turns });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

interface Run {
  readonly seconds: number;
  readonly cpuSeconds: number;
  readonly megabytes: number;
  readonly version?: string;
}

function conclude(
  folder: string,
  on: { dataSet: DataSet; threads: number; turns: { ours: Run; theirs: Run | undefined }[] },
): Comparison {
  const test = readLabelled(join(folder, 'test.csv'));
  const predictions = (name: string) =>
    Float32Array.from(readFileSync(join(folder, name), 'utf8').trim().split('\n'), Number);
  const measured = (runs: Run[], name: string): Measured => ({
    seconds: Math.min(...runs.map(({ seconds }) => seconds)),
    cpuSeconds: Math.min(...runs.map(({ cpuSeconds }) => cpuSeconds)),
    megabytes: Math.max(...runs.map(({ megabytes }) => megabytes)),
    auc: METRICS.get('auc')!.measure(predictions(name), test.labels),
    logloss: METRICS.get('logloss')!.measure(predictions(name), test.labels),
  });
  const ours = measured(
    on.turns.map((turn) => turn.ours),
    'ours.csv',
  );
  const rows = readLabelled(join(folder, 'train.csv')).rows;
  const about = { dataSet: on.dataSet.name, rows, features: test.columns, threads: on.threads, ours };
  const theirs = on.turns.flatMap((turn) => turn.theirs ?? []);
  if (theirs.length === 0) return about;
  const xgboost = { ...measured(theirs, 'xgboost.csv'), version: theirs[0]!.version ?? 'unknown' };
  const byXgboost = predictions('ours-by-xgboost.csv');
  const modelFileDistance = predictions('ours.csv').reduce(
    (most, own, row) => Math.max(most, Math.abs(own - byXgboost[row]!)),
    0,
  );
  const timeRatio = ours.seconds / xgboost.seconds;
  const cpuRatio = ours.cpuSeconds / xgboost.cpuSeconds;
  const aucDifference = ours.auc - xgboost.auc;
  return { ...about, xgboost, timeRatio, cpuRatio, aucDifference, modelFileDistance };
}

function run(program: string, args: readonly string[]): Run {
  const cwd = fileURLToPath(new URL('.', import.meta.url));
  const { status, stdout, stderr, error } = spawnSync(program, args, { cwd, encoding: 'utf8' });
  if (error !== undefined) throw error;
  if (status !== 0) throw new Error(`${program} ${args.join(' ')} failed:\n${stderr}`);
  return JSON.parse(stdout) as Run;
}
