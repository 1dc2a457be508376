import { countOf, flags } from '../flags.ts';
import { pythonWith } from '../python.ts';
import { type Comparison, compare } from './compare.ts';
import { DATA_SETS } from './data-sets.ts';

const USAGE = `The local XGBoost beside the real one, on the same rows with the same hyperparameters.

  npm run bench:trainer -- [--threads 1] [--runs 3] [--data flights] [--python /usr/bin/python3] [--json]

The real one is used when --python, or else one of the usual places, has the modules xgboost and numpy (Debian:
python3-xgboost); without them only the local XGBoost is measured. Nothing is installed. --threads is for the real one; the
local one has one.`;

const values = flags({
  threads: { type: 'string', default: '1' },
  runs: { type: 'string', default: '3' },
  data: { type: 'string', default: '' },
  python: { type: 'string' },
  json: { type: 'boolean', default: false },
  help: { type: 'boolean', default: false },
});

if (values.help) console.log(USAGE);
else await main();

async function main(): Promise<void> {
  const python = pythonWith(['numpy', 'xgboost'], values.python);
  if (python === undefined)
    console.error('No Python with xgboost and numpy: only the local XGBoost is measured. See --help.');
  const options = { threads: countOf('threads', values.threads), runs: countOf('runs', values.runs), python };
  const comparisons: Comparison[] = [];
  for (const dataSet of DATA_SETS.filter(({ name }) => name.startsWith(values.data))) {
    const comparison = await compare(dataSet, options);
    comparisons.push(comparison);
    if (!values.json) console.log(described(comparison));
  }
  if (values.json) console.log(JSON.stringify(comparisons, null, 2));
}

function described({ ours, xgboost, ...about }: Comparison): string {
  const head = `${about.dataSet} (${about.rows} x ${about.features})`;
  const line = (name: string, of: NonNullable<typeof xgboost> | typeof ours) =>
    `  ${name.padEnd(20)}${of.seconds.toFixed(2)} s (${of.cpuSeconds.toFixed(2)} s CPU)  ${of.megabytes.toFixed(0)} MB  AUC ${of.auc.toFixed(5)}  logloss ${of.logloss.toFixed(5)}`;
  if (xgboost === undefined) return [head, line('ours (1 thread)', ours)].join('\n');
  const [ratio, difference] = [about.timeRatio!.toFixed(2), about.aucDifference!.toFixed(5)];
  const distance = about.modelFileDistance!.toExponential(1);
  const verdict = `  time x${ratio}, CPU x${about.cpuRatio!.toFixed(2)}, AUC ${difference}, our model file in XGBoost predicts within ${distance}`;
  return [
    head,
    line('ours (1 thread)', ours),
    line(`XGBoost ${xgboost.version} (${about.threads})`, xgboost),
    verdict,
  ].join('\n');
}
