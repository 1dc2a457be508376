import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { EvaluationDocument } from '#domain/evaluation/evaluation-document.ts';
import { dataKeys } from '#domain/object-keys.ts';
import { ProbeDocument } from '#domain/serving/probe-document.ts';
import { someTickets, type Ticket, ticketsCsv } from '../models/tickets/tickets-dataset.ts';
import { catalogOf, type RetrainLine, startRetrainLine } from './retrain-line.ts';
import { servingGates } from './serving-gates.ts';

const january = someTickets({ seed: 1 });
const february = someTickets({ seed: 2, from: '2024-02-01' });
const march = someTickets({ seed: 3, from: '2024-03-01' });

/** The teams of the rows before the holdout, each moved to another row. */
const shuffled = (tickets: Ticket[]) =>
  tickets.map((ticket, row) => (row < 280 ? { ...ticket, team: tickets[(row * 7 + 3) % 280]!.team } : ticket));

describe('the retrain workflow of a label with three classes', { timeout: 120_000 }, () => {
  let line: RetrainLine;
  beforeAll(async () => {
    line = await startRetrainLine(catalogOf('tickets'));
  });
  afterAll(async () => {
    expect(line.failedEvents).toEqual([]);
    expect(line.logged).toEqual([]);
    expect(await line.auditProblem()).toBeUndefined();
    await line[Symbol.asyncDispose]();
  });

  const text = async (key: string) => Buffer.from((await line.deps.data.get(key))?.value ?? '').toString();
  const json = async (key: string) => JSON.parse(await text(key)) as Record<string, unknown>;

  it('goes from tickets that land to a version that waits for a person', async () => {
    await line.land('january.csv', ticketsCsv(january));
    const run = await line.finish();
    expect(run).toMatchObject({ status: 'SUCCEEDED' });
    expect(run.states.at(-1)).toBe('AwaitingApproval');
    expect(run.output).toMatchObject({
      prepared: { classes: ['billing', 'delivery', 'other'] },
      training: { metrics: { 'validation:mlogloss': expect.any(Number), 'validation:merror': expect.any(Number) } },
      evaluation: {
        metrics: { accuracy: expect.any(Number), macroF1: expect.any(Number), logLoss: expect.any(Number) },
      },
      gates: { verdict: 'Passed' },
    });
    expect(await line.versions()).toMatchObject([{ number: 1, approval: 'PendingManualApproval' }]);
  });

  it('leaves the row id and the probabilities of all classes, and the evidence of them', async () => {
    const { output } = await lastRun(line);
    const folder = dataKeys.evaluations('tickets', output.run);
    const scores = (await line.keys(`${folder}scores/candidate/`)).map(text);
    const lines = (await scores[0])!.trimEnd().split('\n');
    expect(lines).toHaveLength(output.prepared.rows.holdout);
    expect(lines[0]).toMatch(/^T1\d+,\[0\.\d+, 0\.\d+, 0\.\d+\]$/);
    const evaluation = EvaluationDocument.parse(await json(`${folder}evaluation.json`));
    expect(evaluation).toMatchObject({ kind: 'multiclass', classes: ['billing', 'delivery', 'other'] });
    const counted = evaluation.candidate.confusionMatrix!.flat().reduce((sum, count) => sum + count, 0);
    expect(counted).toBe(output.prepared.rows.holdout);
    const keys = await line.keys(folder);
    const statistics = keys.find((key) => key.endsWith('statistics.json'))!;
    expect(await json(statistics)).toMatchObject({
      multiclass_classification_metrics: { confusion_matrix: { billing: { delivery: expect.any(Number) } } },
    });
    expect(await text(keys.find((key) => key.endsWith('.html'))!)).toContain('Which class was taken for which');
  });

  it('compares the next candidate with the champion in accuracy, macro-F1 and log-loss, and approves it by itself', async () => {
    await line.crown(1);
    line.deploy(catalogOf('tickets', { approval: { mode: 'automatic' } }));
    await line.land('february.csv', ticketsCsv(february));
    const run = await line.finish();
    expect(run.output).toMatchObject({
      evaluation: {
        champion: { version: 1, comparison: 'Compared' },
        championMetrics: { accuracy: expect.any(Number) },
      },
      gates: { verdict: 'Passed', conclusive: true, championVersion: 1 },
      approval: { outcome: 'Approved' },
    });
    const { output } = await lastRun(line);
    const evaluation = await json(`${dataKeys.evaluations('tickets', output.run)}evaluation.json`);
    expect(Object.keys(evaluation.differences as object).sort()).toEqual(['accuracy', 'logLoss', 'macroF1']);
  });

  it('stops at the gates when the labels of what landed were shuffled', async () => {
    line.deploy(catalogOf('tickets', { approval: { mode: 'automatic' }, data: { window: 1 } }));
    await line.land('march.csv', ticketsCsv(shuffled(march)));
    const run = await line.finish();
    expect(run).toMatchObject({ status: 'FAILED', error: 'GateFailed' });
    expect(run.cause).toContain('accuracy Failed');
  });

  it('stops before a cent is spent when a label names no class', async () => {
    const jobs = await line.trainingJobs();
    await line.land(
      'april.csv',
      ticketsCsv(march.map((ticket, row) => (row < 3 ? { ...ticket, team: 'sales' } : ticket))),
    );
    const run = await line.finish();
    expect(run).toMatchObject({ status: 'FAILED', error: 'DatasetRejected' });
    expect(run.cause).toContain('3 of 400 labels name none of data.label.classes, "sales" for one.');
    expect(await line.trainingJobs()).toEqual(jobs);
  });

  it('goes on without a comparison when the manifest has other classes than the champion', async () => {
    const classes = ['billing', 'delivery', 'returns', 'other'];
    const document = catalogOf('tickets').tickets!.manifest;
    const hyperparameters = { ...document.training.hyperparameters, num_class: 4 };
    const data = { label: { sql: 'team', kind: 'multiclass', classes }, window: 1, expectations: [] };
    line.deploy(catalogOf('tickets', { approval: { mode: 'automatic' }, data, training: { hyperparameters } }));
    const may = someTickets({ seed: 5, from: '2024-05-01' }).map((ticket, row) =>
      row % 9 === 0 ? { ...ticket, team: 'returns', words: 120 + (row % 60) } : ticket,
    );
    await line.land('may.csv', ticketsCsv(may));
    const run = await line.finish();
    expect(run.output).toMatchObject({
      evaluation: {
        champion: {
          comparison: 'NotComparable',
          reason:
            'It was trained for the classes billing, delivery, other; data.label has the classes billing, delivery, returns, other now.',
        },
      },
      gates: { verdict: 'Inconclusive', conclusive: false },
    });
    // A machine approves nothing that was not compared.
    expect(run.states.at(-1)).toBe('AwaitingApproval');
  });

  it('ends in a named error when training has no row of a class', async () => {
    const june = someTickets({ seed: 6, from: '2024-06-01' });
    await line.land('june.csv', ticketsCsv(june));
    const run = await line.finish();
    expect(run).toMatchObject({
      status: 'FAILED',
      error: 'PrepareFailedError',
      states: expect.arrayContaining(['PrepareDataset']),
    });
    expect(run.cause).toContain('No training row is of the class returns, so no model can learn it.');
  });
});

interface Output {
  readonly run: string;
  readonly prepared: { readonly rows: { readonly holdout: number } };
}

/** What the run that ended last made. */
describe('a model of three classes whose gates ask its container', { timeout: 120_000 }, () => {
  it('passes: a probability per class for one row and for several, the same in batch and in real time', async () => {
    const gates = [{ kind: 'absolute', name: 'accuracy', metric: 'accuracy', min: 0.6 }, ...servingGates.slice(1)];
    await using line = await startRetrainLine(catalogOf('tickets', { gates }));
    await line.land('january.csv', ticketsCsv(january));
    const run = await line.finish();
    expect(run.cause ?? run.status).toBe('SUCCEEDED');
    expect(run.output).toMatchObject({ gates: { verdict: 'Passed' }, probe: { status: 'Probed' } });
    const stored = await line.deps.data.getJson(dataKeys.probe('tickets', run.name));
    const { label, compared } = ProbeDocument.parse(stored?.value);
    expect(label).toEqual({ kind: 'multiclass', classes: ['billing', 'delivery', 'other'] });
    expect(compared.map(({ realTime }) => 'scores' in realTime && realTime.scores.length)).toEqual(
      Array.from({ length: 20 }, () => 3),
    );
  });
});

async function lastRun(line: RetrainLine): Promise<{ output: Output }> {
  const { executionArn } = (await line.executions()).at(-1)!;
  const { output } = (await line.cloud.call('sfn', 'DescribeExecution', { executionArn })) as { output: string };
  return { output: JSON.parse(output) as Output };
}
