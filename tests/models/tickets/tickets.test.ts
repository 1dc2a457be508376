import { cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { prepareDataset } from '#data/prepare/prepare-dataset.ts';
import { readScores } from '#data/scores/read-scores.ts';
import { validateDataset } from '#data/validate/validate-dataset.ts';
import { evaluate, evaluationSettings } from '#domain/evaluation/evaluate.ts';
import type { EvaluationDocument } from '#domain/evaluation/evaluation-document.ts';
import { type Judgement, judgeGates } from '#domain/gates/judge-gates.ts';
import { scoredLabel } from '#domain/scored-answer.ts';
import { answerInvocation } from '../../../local/images/xgboost/invocation.ts';
import { MODEL_FILE, readModel } from '../../../local/images/xgboost/model-file.ts';
import { Predictor } from '../../../local/images/xgboost/predictor.ts';
import { runTrainingJob } from '../../../local/images/xgboost/training-job.ts';
import { aDirectory, landTickets, ticketsManifest, ticketsSql } from '../../unit/data/a-workspace.ts';
import { someTickets, type Ticket } from './tickets-dataset.ts';

const manifest = ticketsManifest();

interface Version {
  readonly model: string;
  readonly evaluation: EvaluationDocument;
  readonly judgement: Judgement;
}

/** From landed files to judged gates: what the line does, without AWS around it. */
async function run(landed: Ticket[], earlier: Ticket[], champion?: Version): Promise<Version> {
  const directory = aDirectory();
  const file = landTickets('new.csv', landed);
  const before = landTickets('old.csv', earlier);
  expect(await validateDataset({ manifest, files: [file], now: new Date() })).toMatchObject({
    verdict: 'Accepted',
    reasons: [],
  });
  const prepared = await prepareDataset({
    manifest,
    sql: ticketsSql,
    landed: [file.path],
    accepted: [before.path, file.path],
    directory,
    readable: [join(file.path, '..'), join(before.path, '..')],
  });
  const model = train(directory, prepared);
  const rows = await readScores({
    labelsPath: prepared.labelsPath,
    candidatePath: score(model, prepared.holdoutPath, 'candidate'),
    ...(champion === undefined ? {} : { championPath: score(champion.model, prepared.holdoutPath, 'champion') }),
    ...scoredLabel(manifest.data.label),
    cluster: manifest.evaluation.cluster,
    slices: manifest.evaluation.slices,
  });
  const evaluation = evaluate(rows, evaluationSettings(manifest));
  const standing = champion === undefined ? undefined : { version: 1 };
  return { model, evaluation, judgement: judgeGates({ gates: manifest.gates, evaluation, champion: standing }) };
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

/** What a batch transform leaves: the row id, and what the container answered. */
function score(model: string, rowsPath: string, name: string): string {
  const lines = readFileSync(rowsPath, 'utf8').trimEnd().split('\n');
  const features = lines.map((line) => line.slice(line.indexOf(',') + 1)).join('\n');
  const request = { body: Buffer.from(features), contentType: 'text/csv', accept: 'text/csv' };
  const answers = answerInvocation(new Predictor(readModel(model)), request).body.split('\n');
  const path = join(rowsPath, '..', `scores-${name}.csv`);
  writeFileSync(path, lines.map((line, row) => `${line.split(',')[0]},${answers[row]}\n`).join(''));
  return path;
}

/** The teams of the rows before the holdout, each moved to another row. */
function shuffledBefore(tickets: Ticket[], share: number): Ticket[] {
  const count = Math.floor(tickets.length * share);
  return tickets.map((ticket, row) =>
    row < count ? { ...ticket, team: tickets[(row * 7 + 3) % count]!.team } : ticket,
  );
}

const january = someTickets({ seed: 1 });
const february = someTickets({ seed: 2, from: '2024-02-01' });

describe('the tickets, a label with three classes', () => {
  it('pass their gates from the first landing to the second, and are stopped when their labels are shuffled', async () => {
    const first = await run(january, someTickets({ seed: 9, from: '2023-12-01' }));
    expect(first.judgement).toMatchObject({ verdict: 'Passed' });
    expect(first.judgement.gates.map(({ verdict }) => verdict)).toEqual([
      ...['Passed', 'Passed', 'Passed'],
      ...['NoChampion', 'NoChampion', 'NoChampion', 'NoChampion'],
    ]);
    const { rows, candidate } = first.evaluation;
    expect(candidate.confusionMatrix!.flat().reduce((sum, count) => sum + count, 0)).toBe(rows);
    for (const { auc } of candidate.classes!) expect(auc).toBeGreaterThan(0.8);

    const second = await run(february, january, first);
    expect(second.judgement).toMatchObject({ verdict: 'Passed', reasons: [] });

    const shuffled = await run(shuffledBefore(february, 0.69), shuffledBefore(january, 1), first);
    expect(shuffled.judgement.verdict).toBe('Failed');
    const failed = shuffled.judgement.gates.filter(({ verdict }) => verdict === 'Failed').map(({ name }) => name);
    expect(failed).toEqual([
      ...['accuracy', 'macro-f1', 'log-loss-skill'],
      ...['log-loss-against-champion', 'accuracy-against-champion', 'macro-f1-against-champion', 'channels'],
    ]);
  });
});
