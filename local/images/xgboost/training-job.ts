import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { boost } from './boosting.ts';
import { readChannel } from './channel.ts';
import type { LabelledData } from './data-matrix.ts';
import { type Hyperparameters, parseHyperparameters } from './hyperparameters.ts';
import { MODEL_FILE, writeModel } from './model-file.ts';
import { findObjective } from './objective.ts';

/**
 * One training job by SageMaker's contract for containers: reads `input/config` and `input/data/<channel>` below `base`
 * and writes `model/xgboost-model`. Every error says what is wrong and where.
 */
export function runTrainingJob({ base, log }: { readonly base: string; readonly log: (line: string) => void }): void {
  const config = join(base, 'input', 'config');
  const hyperparameters = parseHyperparameters(readTexts(join(config, 'hyperparameters.json')));
  const channels = readChannels(join(config, 'inputdataconfig.json'));
  const train = readChannel(join(base, 'input', 'data', 'train'));
  const validation = channels.has('validation') ? readChannel(join(base, 'input', 'data', 'validation')) : undefined;
  check({ train, validation }, hyperparameters);
  log(`Train matrix has ${train.rows} rows and ${train.columns} columns`);
  if (validation !== undefined) log(`Validation matrix has ${validation.rows} rows`);
  const model = boost({ train, validation, hyperparameters, log });
  mkdirSync(join(base, 'model'), { recursive: true });
  writeModel(join(base, 'model', MODEL_FILE), model);
}

/** The channels given, after checking that each can be read. */
function readChannels(path: string): ReadonlySet<string> {
  const channels = readObject(path);
  for (const [name, config] of Object.entries(channels)) {
    if (name !== 'train' && name !== 'validation')
      throw new Error(`Channel ${name} is not supported: there are train and validation`);
    const { ContentType: type, TrainingInputMode: mode } = config as {
      ContentType?: string;
      TrainingInputMode?: string;
    };
    if (mode !== undefined && mode !== 'File')
      throw new Error(`Channel ${name} has input mode ${mode}; only File is supported`);
    if (type === undefined) {
      throw new Error(`Channel ${name} has no ContentType: the built-in XGBoost would read libsvm. Set it to text/csv`);
    }
    if (!/^(text\/)?csv\s*(;\s*label_size\s*=\s*1\s*)?$/i.test(type)) {
      throw new Error(`Channel ${name} has ContentType ${type}; only text/csv is supported`);
    }
  }
  if (!('train' in channels)) throw new Error('Channel train is required');
  return new Set(Object.keys(channels));
}

function check(
  { train, validation }: { train: LabelledData; validation: LabelledData | undefined },
  given: Hyperparameters,
): void {
  if (validation !== undefined && validation.columns !== train.columns) {
    throw new Error(`Channel validation has ${validation.columns} features, but channel train has ${train.columns}`);
  }
  if (given.earlyStoppingRounds !== undefined && validation === undefined) {
    throw new Error('early_stopping_rounds needs a channel validation');
  }
  const objective = findObjective(given.objective, given);
  for (const [name, data] of Object.entries({ train, validation })) {
    for (const [row, label] of (data?.labels ?? []).entries()) {
      const reason = objective?.rejects(label);
      if (reason !== undefined) throw new Error(`Channel ${name}, row ${row + 1}: the label is ${label}; ${reason}`);
    }
  }
}

/** A JSON object of texts, as SageMaker writes hyperparameters. */
function readTexts(path: string): Record<string, string> {
  const texts: Record<string, string> = {};
  for (const [name, value] of Object.entries(readObject(path))) {
    if (typeof value !== 'string')
      throw new Error(`Hyperparameter ${name} is ${JSON.stringify(value)}, not a text as SageMaker writes it`);
    texts[name] = value;
  }
  return texts;
}

function readObject(path: string): Record<string, unknown> {
  if (!existsSync(path)) throw new Error(`${path} is missing; SageMaker's training contract has it`);
  const value: unknown = JSON.parse(readFileSync(path, 'utf8'));
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw new Error(`${path} holds no JSON object`);
  return value as Record<string, unknown>;
}
