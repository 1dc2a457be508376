import { beforeEach, describe, expect, it, vi } from 'vitest';
import * as z from 'zod';
import { StageError } from '#functions/errors.ts';
import { lambdaHandler, type Stage } from '#functions/handler.ts';
import { metrics } from '#functions/observability.ts';

vi.hoisted(() => {
  process.env.POWERTOOLS_LOG_LEVEL = 'SILENT';
  process.env.POWERTOOLS_METRICS_DISABLED = 'true';
});

type Doubling = Stage<{ number: number }, { double: number }, { made: number }>;

const context = { functionName: 'f', awsRequestId: 'r', memoryLimitInMB: '128', invokedFunctionArn: 'arn' } as never;
const counted = vi.spyOn(metrics, 'addMetric').mockReturnValue(metrics);

beforeEach(() => counted.mockClear());

/** Invokes a stage that doubles a number, or does as it is told. */
function invoke(event: unknown, changes: Partial<Doubling> = {}) {
  const stage: Doubling = {
    name: 'Double',
    input: z.object({ number: z.number() }),
    output: z.object({ double: z.number() }),
    deps: () => ({ made: 1 }),
    run: async ({ number }) => ({ double: 2 * number }),
    ...changes,
  };
  return lambdaHandler(stage)(event, context);
}

/** What `TechnicalFailure` was last counted as. */
const technicalFailures = () => counted.mock.calls.findLast(([name]) => name === 'TechnicalFailure')?.[2];

describe('A handler', () => {
  it('parses what it is given, and answers what its stage makes', async () => {
    expect(await invoke({ number: 4, unknown: true })).toEqual({ double: 8 });
    expect(technicalFailures()).toBe(0);
  });

  it('makes its dependencies once, and not before it is needed', async () => {
    const deps = vi.fn(() => ({ made: 1 }));
    const handler = lambdaHandler({
      name: 'Nothing',
      input: z.unknown(),
      output: z.number(),
      deps,
      run: async (_, { made }) => made,
    });
    expect(deps).not.toHaveBeenCalled();
    await handler({}, context);
    await handler({}, context);
    expect(deps).toHaveBeenCalledOnce();
  });

  it('names an input that the ASL did not promise, field by field', async () => {
    await expect(invoke({ number: 'four' })).rejects.toMatchObject({
      name: 'StageInputInvalidError',
      message: expect.stringContaining('number: '),
    });
    await expect(invoke('text')).rejects.toMatchObject({ message: expect.stringContaining('(root): ') });
    await expect(invoke({}, { invalidInput: 'EventInvalidError' })).rejects.toMatchObject({
      name: 'EventInvalidError',
    });
  });

  it('lets nothing out that its schema forbids', async () => {
    const run = async () => ({ double: 'eight' }) as never;
    await expect(invoke({ number: 4 }, { run })).rejects.toMatchObject({ name: 'StageOutputInvalidError' });
  });

  it('gives foreign errors their names, and counts a technical failure', async () => {
    const run = () => Promise.reject(Object.assign(new Error('busy'), { name: 'ThrottlingException' }));
    await expect(invoke({ number: 4 }, { run })).rejects.toMatchObject({ name: 'ServiceThrottledError' });
    expect(technicalFailures()).toBe(1);
  });

  it('pages nobody for capacity that is tried again', async () => {
    const run = () => Promise.reject(new StageError('CapacityUnavailableError', 'none left'));
    await expect(invoke({ number: 4 }, { run })).rejects.toMatchObject({ name: 'CapacityUnavailableError' });
    expect(technicalFailures()).toBe(0);
  });
});
