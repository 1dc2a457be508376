import { cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { prepareDataset } from '#data/prepare/prepare-dataset.ts';
import { readScores } from '#data/scores/read-scores.ts';
import { validateDataset } from '#data/validate/validate-dataset.ts';
import { evaluate, evaluationSettings } from '#domain/evaluation/evaluate.ts';
import { type Judgement, judgeGates } from '#domain/gates/judge-gates.ts';
import { parseCsv } from '../../../local/images/xgboost/csv-parser.ts';
import { MODEL_FILE, readModel } from '../../../local/images/xgboost/model-file.ts';
import { Predictor } from '../../../local/images/xgboost/predictor.ts';
import { runTrainingJob } from '../../../local/images/xgboost/training-job.ts';
import { aDirectory, landFlats, tinyManifest, tinySql } from '../../unit/data/a-workspace.ts';
import { type TinyFlat, tinyFlats } from './tiny-dataset.ts';

const manifest = tinyManifest();

interface Version {
  readonly model: string;
  readonly judgement: Judgement;
}

/** From landed files to judged gates: what the line does, without AWS around it. */
async function run(landed: TinyFlat[], earlier: TinyFlat[], champion?: Version): Promise<Version> {
  const directory = aDirectory();
  const file = landFlats('new.csv', landed);
  const before = landFlats('old.csv', earlier);
  const { verdict, reasons } = await validateDataset({ manifest, files: [file], now: new Date() });
  expect(reasons).toEqual([]);
  expect(verdict).toBe('Accepted');
  const prepared = await prepareDataset({
    manifest,
    sql: tinySql,
    landed: [file.path],
    accepted: [before.path, file.path],
    directory,
    readable: [join(file.path, '..'), join(before.path, '..')],
    ...(champion === undefined ? {} : { championSql: tinySql }),
  });
  const model = train(directory, prepared);
  const candidatePath = score(model, prepared.holdoutPath);
  const rows = await readScores({
    labelsPath: prepared.labelsPath,
    candidatePath,
    ...(champion === undefined ? {} : { championPath: score(champion.model, prepared.holdoutPath, 'champion') }),
    kind: 'number',
    cluster: manifest.evaluation.cluster,
    slices: manifest.evaluation.slices,
  });
  const evaluation = evaluate(rows, evaluationSettings(manifest));
  const standing = champion === undefined ? undefined : { version: 1 };
  return { model, judgement: judgeGates({ gates: manifest.gates, evaluation, champion: standing }) };
}

function train(base: string, { trainPath, validationPath }: { trainPath: string; validationPath: string }): string {
  for (const folder of ['input/config', 'input/data/train', 'input/data/validation']) {
    mkdirSync(join(base, folder), { recursive: true });
  }
  cpSync(trainPath, join(base, 'input/data/train/train.csv'));
  cpSync(validationPath, join(base, 'input/data/validation/validation.csv'));
  const texts = Object.entries(manifest.training.hyperparameters).map(([key, value]) => [key, String(value)]);
  writeFileSync(join(base, 'input/config/hyperparameters.json'), JSON.stringify(Object.fromEntries(texts)));
  const channels = { train: { ContentType: 'text/csv' }, validation: { ContentType: 'text/csv' } };
  writeFileSync(join(base, 'input/config/inputdataconfig.json'), JSON.stringify(channels));
  runTrainingJob({ base, log: () => undefined });
  return join(base, 'model', MODEL_FILE);
}

function score(model: string, rowsPath: string, name = 'candidate'): string {
  const lines = readFileSync(rowsPath, 'utf8').trimEnd().split('\n');
  const ids = lines.map((line) => line.slice(0, line.indexOf(',')));
  const features = lines.map((line) => line.slice(line.indexOf(',') + 1)).join('\n');
  const scores = new Predictor(readModel(model)).predict(parseCsv(Buffer.from(`${features}\n`), rowsPath));
  const path = join(rowsPath, '..', `scores-${name}.csv`);
  writeFileSync(path, ids.map((id, row) => `${id},${scores[row]}\n`).join(''));
  return path;
}

const january = tinyFlats({ seed: 1 });
const february = tinyFlats({ seed: 2, from: '2024-02-01' });

/** The rents of the rows before the holdout, each moved to another row. */
function shuffledBefore(flats: TinyFlat[], share: number): TinyFlat[] {
  const count = Math.floor(flats.length * share);
  return flats.map((flat, row) => (row < count ? { ...flat, rent: flats[(row * 7 + 3) % count]!.rent } : flat));
}

describe('the tiny model', () => {
  it('passes its gates from the first landing to the second, and is stopped when its labels are shuffled', async () => {
    const first = await run(january, tinyFlats({ seed: 9, from: '2023-12-01' }));
    expect(first.judgement).toMatchObject({ verdict: 'Passed' });
    expect(first.judgement.gates.map(({ verdict }) => verdict)).toEqual(['Passed', 'NoChampion', 'NoChampion']);

    const second = await run(february, january, first);
    expect(second.judgement).toMatchObject({ verdict: 'Passed', reasons: [] });

    const shuffled = await run(shuffledBefore(february, 0.69), shuffledBefore(january, 1), first);
    expect(shuffled.judgement.verdict).toBe('Failed');
    expect(shuffled.judgement.reasons.join()).toContain('rmse-against-champion Failed');
  });
});
