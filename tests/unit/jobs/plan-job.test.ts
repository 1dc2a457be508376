import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { failedForCapacity, type JobDescription, planJob } from '#domain/jobs/plan-job.ts';

const job = (status: JobDescription['status'], more: Partial<JobDescription> = {}): JobDescription => ({
  name: 'dev-churn-1-1',
  status,
  ...more,
});
const capacity = job('Failed', { failureReason: 'CapacityError: Unable to provision requested ML compute capacity.' });
const algorithm = job('Failed', { failureReason: 'AlgorithmError: label has NaN' });

describe("A state's next job", () => {
  it('is the first when there is none', () => {
    expect(planJob([])).toEqual({ kind: 'create', attempt: 1 });
  });

  it.each(['InProgress', 'Stopping'] as const)('is the one that is %s', (status) => {
    expect(planJob([capacity, job(status)])).toEqual({ kind: 'await', job: job(status) });
  });

  it('is the one that completed', () => {
    expect(planJob([job('Completed')])).toEqual({ kind: 'adopt', job: job('Completed') });
  });

  it.each([
    ['capacity was missing', capacity],
    ['SageMaker itself failed', job('Failed', { failureReason: 'InternalServerError: please retry' })],
    ['somebody stopped it', job('Stopped')],
  ])('is another one when %s', (_, last) => {
    expect(planJob([last])).toEqual({ kind: 'create', attempt: 2 });
  });

  it.each([
    ['the code or the data failed', algorithm],
    ['no reason was given', job('Failed')],
    ['it reached its time limit', job('Stopped', { secondaryStatus: 'MaxRuntimeExceeded' })],
  ])('is none when %s', (_, last) => {
    expect(planJob([last])).toEqual({ kind: 'failed', job: last });
  });

  it('judges capacity by the prefix of the reason alone', () => {
    expect(failedForCapacity(job('Failed', { failureReason: 'AlgorithmError: CapacityError' }))).toBe(false);
    expect(failedForCapacity(job('Stopped', { failureReason: 'CapacityError' }))).toBe(false);
  });
});

describe('However often a state is tried, and wherever its function dies', () => {
  const end = fc.constantFrom(job('Completed'), algorithm, capacity, job('Stopped'));
  const step = fc.oneof(
    fc.record({ end }),
    fc.constant('invoke' as const),
    fc.constant('invoke and die before create' as const),
  );

  it('no job is started while another runs, and none after one that completed or failed for good', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
        const jobs: JobDescription[] = [];
        for (const each of steps) {
          if (typeof each === 'object') {
            if (jobs.at(-1)?.status === 'InProgress') jobs[jobs.length - 1] = each.end;
            continue;
          }
          const plan = planJob(jobs);
          if (plan.kind !== 'create') continue;
          expect(plan.attempt).toBe(jobs.length + 1);
          if (each === 'invoke') jobs.push(job('InProgress'));
        }
        expect(jobs.filter(({ status }) => status === 'InProgress').length).toBeLessThanOrEqual(1);
        expect(jobs.slice(0, -1).every((ended) => ended === capacity || ended.status === 'Stopped')).toBe(true);
      }),
    );
  });
});
