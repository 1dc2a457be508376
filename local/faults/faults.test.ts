import { describe, expect, it } from 'vitest';
import type { FaultPoint } from '../cloud.ts';
import { createTestCloud, TEST_START } from '../testing/test-cloud.ts';
import { InvalidFaultError, parseFaultRule } from './fault-rule.ts';
import { FaultTable } from './fault-table.ts';

const point: FaultPoint = {
  service: 'sagemaker',
  operation: 'CreateTrainingJob',
  subject: { TrainingJobName: 'dev-flight-7' },
};
const error = { code: 'ThrottlingException', message: 'slow down' };
const everything = { service: '*', operation: '*' };

function faultsOf(cloud: ReturnType<typeof createTestCloud>): FaultTable {
  return new FaultTable(cloud);
}

describe('faults', () => {
  it.each([
    [{ service: 'sagemaker', operation: 'CreateTrainingJob' }, true],
    [{ service: 'sagemaker', operation: 'Create*' }, true],
    [{ service: '*', operation: '*', subject: { TrainingJobName: 'dev-*-7' } }, true],
    [{ service: 's3', operation: '*' }, false],
    [{ service: 'sagemaker', operation: 'Create' }, false],
    [{ service: '*', operation: '*', subject: { TrainingJobName: 'dev-*-8' } }, false],
    [{ service: '*', operation: '*', subject: { EndpointName: '*' } }, false],
    [{ service: '*', operation: '*', subject: { TrainingJobName: 'dev.flight.7' } }, false],
  ])('matching %j strike: %s', async (match, strikes) => {
    await using cloud = createTestCloud();
    const faults = faultsOf(cloud);
    const { id } = faults.add({ match, error });
    expect(faults.strike(point)).toEqual(strikes ? { id, error } : undefined);
  });

  it('strike as often as they should', async () => {
    await using cloud = createTestCloud();
    const faults = faultsOf(cloud);
    faults.add({ match: everything, drop: true, times: 2 });
    const struck = [1, 2, 3].map(() => faults.strike(point) !== undefined);
    expect(struck).toEqual([true, true, false]);
    expect(faults.list()).toMatchObject([{ struck: 2 }]);
  });

  it('strike between their virtual times', async () => {
    await using cloud = createTestCloud();
    const faults = faultsOf(cloud);
    const at = (seconds: number) => new Date(TEST_START + seconds * 1000).toISOString();
    faults.add({ match: everything, delayMs: 5, from: at(10), until: at(20) });
    const struck = [];
    for (const second of [9, 10, 19, 20]) {
      await cloud.clock.advanceTo(TEST_START + second * 1000);
      struck.push(faults.strike(point)?.delayMs);
    }
    expect(struck).toEqual([undefined, 5, 5, undefined]);
  });

  it('strike a share of the calls, the same for the same seed', async () => {
    const run = async () => {
      await using cloud = createTestCloud({ seed: 7 });
      const faults = faultsOf(cloud);
      faults.add({ match: everything, dropAnswer: true, share: 0.25 });
      return Array.from({ length: 400 }, () => faults.strike(point) !== undefined);
    };
    const first = await run();
    expect(await run()).toEqual(first);
    const share = first.filter(Boolean).length / first.length;
    expect(share).toBeGreaterThan(0.15);
    expect(share).toBeLessThan(0.35);
  });

  it('outlive a restart until they are taken away', async () => {
    await using cloud = createTestCloud();
    const { id } = faultsOf(cloud).add({ match: everything, error });
    faultsOf(cloud).add({ match: everything, drop: true });
    await using again = createTestCloud({ directory: cloud.directory });
    const faults = faultsOf(again);
    expect(faults.list()).toHaveLength(2);
    expect(faults.remove(id)).toBe(true);
    expect(faults.remove(id)).toBe(false);
    expect(faults.strike(point)).toMatchObject({ drop: true });
    faults.clear();
    expect(faults.strike(point)).toBeUndefined();
  });
});

describe('a fault read from JSON', () => {
  it('is taken as it is when all is well', () => {
    const rule = {
      match: { service: 's3', operation: 'Put*', subject: { Bucket: 'b' } },
      error: { ...error, status: 503 },
      share: 0.5,
      times: 3,
      from: '2026-01-05T00:00:00Z',
    };
    expect(parseFaultRule(rule)).toEqual(rule);
  });

  it.each([
    [null, 'A fault must be an object.'],
    [{ drop: true }, 'The fault lacks match.'],
    [{ match: { service: 's3' }, drop: true }, 'The match lacks operation.'],
    [{ match: everything }, 'A fault needs one of error, delayMs, drop and dropAnswer.'],
    [{ match: everything, drop: true, share: 2 }, 'share of the fault must be a number from 0 to 1.'],
    [{ match: everything, drop: true, until: 'soon' }, 'until of the fault must be a time in ISO 8601.'],
    [{ match: everything, error: { code: 'X' } }, 'The error lacks message.'],
    [{ match: { ...everything, subject: { a: 1 } }, drop: true }, 'subject of the match must be an object of texts.'],
    [{ match: everything, dorp: true }, /^The fault has no dorp; it may have match, error/],
  ])('is refused when it is %j', (json, message) => {
    expect(() => parseFaultRule(json)).toThrow(InvalidFaultError);
    expect(() => parseFaultRule(json)).toThrow(message);
  });
});
