import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { boost } from '../../local/images/xgboost/boosting.ts';
import { parseHyperparameters } from '../../local/images/xgboost/hyperparameters.ts';
import { writeModel } from '../../local/images/xgboost/model-file.ts';
import { Predictor } from '../../local/images/xgboost/predictor.ts';
import { readLabelled } from './read-labelled.ts';

/** One training in a process of its own: `train-ours.ts <folder>`. Prints {seconds, cpuSeconds, megabytes} as JSON. */
const [folder] = process.argv.slice(2) as [string];
const train = readLabelled(join(folder, 'train.csv'));
const validation = readLabelled(join(folder, 'test.csv'));
const hyperparameters = parseHyperparameters(JSON.parse(readFileSync(join(folder, 'hyperparameters.json'), 'utf8')));
const cpu = process.cpuUsage();
const start = performance.now();
const model = boost({ train, validation, hyperparameters, log: () => {} });
const seconds = (performance.now() - start) / 1000;
const { user, system } = process.cpuUsage(cpu);
writeModel(join(folder, 'ours.ubj'), model);
writeFileSync(join(folder, 'ours.csv'), new Predictor(model).predict(validation).join('\n'));
console.log(
  JSON.stringify({ seconds, cpuSeconds: (user + system) / 1e6, megabytes: process.resourceUsage().maxRSS / 1024 }),
);
