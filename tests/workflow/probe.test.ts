import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { EvidenceDocument } from '#domain/evidence/evidence-document.ts';
import { dataKeys } from '#domain/object-keys.ts';
import { ProbeDocument } from '#domain/serving/probe-document.ts';
import type { ExecutionPath } from './execution-path.ts';
import { type RetrainLine, startRetrainLine, tinyCatalog } from './retrain-line.ts';
import { servingGates } from './serving-gates.ts';

describe('a candidate whose gates ask its container', { timeout: 120_000 }, () => {
  let line: RetrainLine;
  beforeEach(async () => {
    line = await startRetrainLine(tinyCatalog({ gates: servingGates }));
    await line.landFlats('january.csv', { rows: 200 });
  });
  afterEach(async () => {
    expect(line.failedEvents).toEqual([]);
    await line[Symbol.asyncDispose]();
  });

  const document = async (path: ExecutionPath, name: string) =>
    (await line.deps.data.getJson(`${dataKeys.evaluations('tiny', path.name)}${name}`))?.value;
  const evidenceOf = async (path: ExecutionPath) => EvidenceDocument.parse(await document(path, 'evidence.json'));
  const verdicts = async (path: ExecutionPath) =>
    Object.fromEntries((await evidenceOf(path)).gates.map(({ name, verdict }) => [name, verdict]));
  const probes = async () => (await Array.fromAsync(line.deps.probeEndpoints.list('-probe'))).map(({ name }) => name);
  const trainedBy = (image: string, gates: readonly object[] = servingGates) =>
    line.deploy(tinyCatalog({ gates, training: { image } }));
  const untilProbed = async () => {
    for (let minute = 0; minute < 60 && (await probes()).length === 0; minute += 1) await line.pass(1);
    return (await line.executions())[0]!;
  };

  it('passes when it answers every request as it must, and leaves no endpoint behind', async () => {
    const path = await line.finish();
    expect(path.cause ?? path.status).toBe('SUCCEEDED');
    const passed = { r2: 'Passed', size: 'Passed', contract: 'Passed', latency: 'Passed', agreement: 'Passed' };
    expect(await verdicts(path)).toEqual(passed);
    const { milliseconds, compared, contracts } = ProbeDocument.parse(await document(path, 'probe.json'));
    expect([milliseconds.length, compared.length, contracts[0]?.requests.length]).toEqual([59, 20, 5]);
    await line.pass(2);
    expect(await probes()).toEqual([]);
  });

  it('is stopped when it only ever ran in batch', async () => {
    const fast = servingGates.map((gate) => (gate.kind === 'latency' ? { ...gate, maxMilliseconds: 20 } : gate));
    trainedBy('models/untested:1', fast);
    const path = await line.finish();
    expect(path).toMatchObject({ status: 'FAILED', error: 'GateFailed' });
    expect(path.states.slice(-2)).toEqual(['WhoDecides', 'GateFailed']);
    const failed = { latency: 'Failed', contract: 'Failed', agreement: 'Failed' };
    expect(await verdicts(path)).toMatchObject({ r2: 'Passed', size: 'Passed', ...failed });
    const { gates } = await evidenceOf(path);
    const requests = gates.find(({ name }) => name === 'contract')?.requests;
    expect(requests?.map(({ name, verdict }) => `${name} ${verdict}`)).toEqual([
      'one-row Passed',
      // One of the rows has a missing value.
      'several-rows Failed',
      'missing-value Failed',
      'garbage Passed',
      'wrong-content-type Failed',
    ]);
    expect(requests?.[2]?.finding).toContain('failed in the container (500: could not convert string to float)');
    const agreement = gates.find(({ name }) => name === 'agreement')?.agreement;
    expect(agreement?.examples).toHaveLength(5);
    expect(agreement?.largestDifference).toBeGreaterThan(0.1);
    expect((await line.versions())[0]).toMatchObject({ approval: 'Rejected' });
    await line.pass(2);
    expect(await probes()).toEqual([]);
  });

  it('is stopped when it does not even start in real time', async () => {
    trainedBy('models/batch-only:1');
    const path = await line.finish();
    expect(path).toMatchObject({ error: 'GateFailed', cause: expect.stringContaining('did not pass the ping') });
    const unknown = { latency: 'Inconclusive', agreement: 'Inconclusive' };
    expect(await verdicts(path)).toMatchObject({ r2: 'Passed', contract: 'Failed', ...unknown });
    expect(path.output).toEqual({});
    expect(await probes()).toEqual([]);
  });

  it('leaves an endpoint that reconcile removes when its run is aborted', async () => {
    const { executionArn } = await untilProbed();
    await line.cloud.call('sfn', 'StopExecution', { executionArn });
    // SageMaker refuses to delete an endpoint that it is creating.
    await line.pass(2);
    expect(await probes()).toHaveLength(2);
    await line.pass(10);
    expect(await probes()).toEqual([]);
    const aborted = await line.finish();
    expect(aborted.status).toBe('ABORTED');
    expect(await line.redrive(aborted)).toMatchObject({ status: 'SUCCEEDED', output: { probe: { status: 'Probed' } } });
  });

  it('keeps what was measured when its run is redriven after that', async () => {
    line.failures.set('EvaluateCandidate', [new Error('a bug')]);
    const failed = await line.finish();
    expect(failed).toMatchObject({ status: 'FAILED', error: 'Error' });
    const first = await document(failed, 'probe.json');
    const path = await line.redrive(failed);
    expect(path.status).toBe('SUCCEEDED');
    expect(await document(path, 'probe.json')).toEqual(first);
  });

  it('waits for capacity, and gives up after as many endpoints as the manifest allows', async () => {
    line.deploy(tinyCatalog({ gates: servingGates, training: { capacityAttempts: 2 } }));
    let refusals = 0;
    line.breaks(({ operation, subject }) => {
      if (operation !== 'CreateEndpoint' || !subject.EndpointName?.endsWith('-probe') || refusals === 3)
        return undefined;
      refusals += 1;
      return { id: 'limit', error: { code: 'ResourceLimitExceeded', message: 'The limit is 0 Instances.' } };
    });
    const exhausted = await line.finish();
    expect(exhausted).toMatchObject({ error: 'CapacityExhaustedError', cause: expect.stringContaining('attempt 2') });
    expect(exhausted.states.at(-1)).toBe('ProbeCandidate');
    const again = await line.redrive(exhausted);
    expect(again).toMatchObject({ error: 'CapacityExhaustedError' });
    expect(await line.redrive(again)).toMatchObject({ status: 'SUCCEEDED' });
  });
});
