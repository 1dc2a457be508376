import { afterAll, describe, expect, it } from 'vitest';
import { CAPACITY } from '#domain/landing/measure-plan.ts';
import { dataKeys } from '#domain/object-keys.ts';
import { StageError } from '#functions/errors.ts';
import { type TinyFlat, tinyCsv, tinyFlats } from '../models/tiny/tiny-dataset.ts';
import { type ExecutionPath, pathOf } from './execution-path.ts';
import { LARGE_STATES } from './large-states.ts';
import { type RetrainLine, startRetrainLine, tinyCatalog } from './retrain-line.ts';

const PART_BYTES = 6_000;
const parted = (changes: object = {}) => tinyCatalog({ data: { partBytes: PART_BYTES, ...changes } });
const visited = new Set<string>();

/** Lets the run end that something started, and remembers where it came along. */
async function finish(line: RetrainLine, again?: ExecutionPath): Promise<ExecutionPath> {
  const run = again === undefined ? await line.finish() : await line.redrive(again);
  for (const state of run.states) visited.add(state);
  return run;
}

const inParts = ['MeasureDataset', 'CountDataset', 'ValidateDataset', 'IsDatasetAccepted'];

/** Lands flats in files of 100 rows, each a part of its own. */
async function landInFiles(line: RetrainLine, month: string, flats: readonly TinyFlat[]): Promise<number> {
  const files = Array.from({ length: flats.length / 100 }, (_, file) =>
    tinyCsv(flats.slice(100 * file, 100 * file + 100)),
  );
  for (const [file, text] of files.entries()) {
    expect(2 * Buffer.byteLength(text)).toBeGreaterThan(PART_BYTES);
    await line.land(`${month}-${file}.csv`, text);
  }
  return files.length;
}

/** The states that the children of a run's distributed Maps went through, each as often as a child that ended well did, by Map. */
async function children(line: RetrainLine, { arn }: ExecutionPath): Promise<Record<string, string[]>> {
  const { cloud } = line;
  const { mapRuns } = (await cloud.call('sfn', 'ListMapRuns', { executionArn: arn })) as {
    mapRuns: { mapRunArn: string }[];
  };
  const found: Record<string, string[]> = {};
  for (const { mapRunArn } of mapRuns) {
    const { executions } = (await cloud.call('sfn', 'ListExecutions', { mapRunArn, statusFilter: 'SUCCEEDED' })) as {
      executions: { executionArn: string }[];
    };
    const paths = await Promise.all(executions.map((child) => pathOf(cloud, child)));
    found[mapRunArn.split('/')[1]?.split(':')[0] ?? ''] = paths.flatMap(({ states }) => states);
  }
  for (const state of Object.values(found).flat()) visited.add(state);
  return found;
}

async function evidence(line: RetrainLine, run: ExecutionPath) {
  const { dataset } = run.output as unknown as { dataset: { id: string } };
  return (await line.deps.data.getJson(dataKeys.dataEvidence('tiny', dataset.id)))?.value as {
    readonly verdict: string;
    readonly rows: number;
    readonly expectations: readonly { readonly check: string; readonly count: number; readonly message: string }[];
    readonly drift: readonly { readonly measure: string; readonly measured: number }[];
  };
}

describe('a dataset too large for one function', { timeout: 120_000 }, () => {
  it('is measured in parts by child executions, judged as one, and trained on', async () => {
    await using line = await startRetrainLine();
    await line.landFlats('january-1.csv', { rows: 100 });
    await line.landFlats('january-2.csv', { rows: 100, from: '2024-01-09', seed: 4 });
    const small = await finish(line);
    expect(small.states).not.toContain('MeasureDataset');
    expect(small.states.at(-1)).toBe('AwaitingApproval');

    // One tenant is in the first file and in the last.
    const flats = tinyFlats({ rows: 300, from: '2024-01-18', seed: 2 });
    const parts = await landInFiles(line, 'february', [
      ...flats.slice(0, -1),
      { ...flats.at(-1)!, tenant: flats[0]!.tenant },
    ]);
    line.deploy(parted({ expectations: [{ check: 'unique', columns: ['tenant'], tolerance: 0.01 }] }));
    const large = await finish(line);
    expect(large.states.filter((state) => inParts.includes(state))).toEqual(inParts);
    expect(large.states.at(-1)).toBe('AwaitingApproval');
    expect(large.output).toMatchObject({
      dataset: { parts: { count: parts } },
      validation: { verdict: 'Accepted', rows: 300 },
    });
    const each = (state: string) => Array.from({ length: parts }, () => state);
    expect(await children(line, large)).toEqual({
      MeasureDataset: each('MeasureFiles'),
      CountDataset: each('CountFiles'),
    });
    const { expectations, drift } = await evidence(line, large);
    expect(expectations.find(({ check }) => check === 'unique')).toMatchObject({
      count: 1,
      message: expect.stringContaining('Counted by hashes of the keys of 3 parts'),
    });
    // Against the dataset before, which one function measured.
    expect(drift.map(({ measure }) => measure)).toEqual(['psi', 'ks']);
    expect(await line.auditProblem()).toBeUndefined();
    expect([line.failedEvents, line.logged]).toEqual([[], []]);
  });

  it('is rejected for what is wrong in one of its parts', async () => {
    await using line = await startRetrainLine(parted());
    const flats = tinyFlats({ rows: 300 }).map((flat, row) => ({ ...flat, rooms: row === 150 ? 99 : flat.rooms }));
    await landInFiles(line, 'january', flats);
    const run = await finish(line);
    expect(run).toMatchObject({
      status: 'FAILED',
      error: 'DatasetRejected',
      cause: expect.stringContaining('`rooms` must be'),
    });
    expect(await line.keys('landing/tiny/')).toEqual([]);
    expect(await line.keys('quarantine/tiny/')).toHaveLength(4);
    expect(await line.trainingJobs()).toEqual([]);
  });

  it('counts no part twice, whatever is retried, redriven or answered twice', async () => {
    await using line = await startRetrainLine(parted());
    const passing = () => new StageError('ServiceUnavailableError', 'S3 did not answer.');
    const bug = () => new Error('a bug');
    line.failures.set('MeasureFiles', [passing(), passing(), bug()]);
    line.failures.set('CountFiles', [bug()]);
    // A write whose answer is lost is made again.
    let lost = 0;
    line.breaks(({ operation, subject }) => {
      if (operation !== 'PutObject' || !/\/(measured|counted)\.json$/.test(subject.Key ?? '') || lost > 1)
        return undefined;
      lost += 1;
      return { id: 'lost', dropAnswer: true };
    });
    await landInFiles(line, 'january', tinyFlats({ rows: 300 }));
    const first = await finish(line);
    expect(first).toMatchObject({ status: 'FAILED', error: 'States.ExceedToleratedFailureThreshold' });
    expect(first.states.at(-1)).toBe('MeasureDataset');
    const second = await finish(line, first);
    expect(second).toMatchObject({ status: 'FAILED', error: 'States.ExceedToleratedFailureThreshold' });
    expect(second.states.at(-1)).toBe('CountDataset');
    const run = await finish(line, second);
    expect(run.states.at(-1)).toBe('AwaitingApproval');
    expect(lost).toBe(2);
    expect(await evidence(line, run)).toMatchObject({ verdict: 'Accepted', rows: 300 });
    expect(await line.trainingJobs()).toEqual(['1 Completed']);
  });
});

describe('a dataset too large for any function', { timeout: 120_000 }, () => {
  it('ends DatasetTooLarge before anything is spent, says what to do, and leaves the files where they are', async () => {
    const capacity = { ...CAPACITY, partBytes: 5_000 };
    await using line = await startRetrainLine(tinyCatalog(), capacity);
    await line.landFlats('january.csv', { rows: 300 });
    const run = await finish(line);
    expect(run).toMatchObject({
      status: 'FAILED',
      error: 'DatasetTooLarge',
      cause: expect.stringContaining('january.csv'),
    });
    expect(run.cause).toContain('Deliver the data in smaller files.');
    expect(run.states.slice(-3)).toEqual(['ValidateDataset', 'IsDatasetAccepted', 'DatasetTooLarge']);
    expect(await line.keys('landing/tiny/')).toEqual(['landing/tiny/january.csv']);
    expect(await line.keys('quarantine/')).toEqual([]);
    expect(await line.trainingJobs()).toEqual([]);
    const record = { action: 'ValidateDataset', reason: expect.stringMatching(/^TooLarge: .*january\.csv/) };
    expect(await line.deps.audit.read('tiny')).toContainEqual(expect.objectContaining(record));
  });

  it('ends so when the window has more than PrepareDataset holds', async () => {
    const flats = { rows: 200, from: '2024-01-18', seed: 2 };
    const bytes = Buffer.byteLength(tinyCsv(tinyFlats(flats)));
    await using line = await startRetrainLine(tinyCatalog(), { ...CAPACITY, windowBytes: 1.5 * bytes });
    await line.landFlats('january.csv', { rows: 200 });
    expect((await finish(line)).states.at(-1)).toBe('AwaitingApproval');
    await line.landFlats('february.csv', flats);
    const run = await finish(line);
    expect(run).toMatchObject({ error: 'DatasetTooLarge', cause: expect.stringContaining('Lower data.window') });
  });
});

afterAll(() => {
  expect(LARGE_STATES.filter((state) => !visited.has(state))).toEqual([]);
});
