import { describe, expect, it } from 'vitest';
import { type Look, reasonToPullCord } from '#domain/release-plan/cord.ts';
import { deploymentOutcome, type SettledDeployment } from '#domain/release-plan/outcome.ts';
import { judgeProbes } from '#domain/release-plan/probe-verdict.ts';
import { standingVerdict } from '#domain/release-plan/watch-verdict.ts';

describe('the cord', () => {
  const calm: Look = {
    verdict: 'Inconclusive',
    reasons: ['Green failed 1 of 20.'],
    deadline: false,
    inconclusive: 'rollBack',
    approval: 'Approved',
    leaseTakenBy: undefined,
    raised: false,
  };

  it('is not pulled before a verdict is due, nor for a healthy one', () => {
    expect(reasonToPullCord(calm)).toBeUndefined();
    expect(reasonToPullCord({ ...calm, deadline: true, verdict: 'Healthy' })).toBeUndefined();
  });

  it('is left when time runs out and the manifest says to proceed, but not for harm', () => {
    const late = { ...calm, deadline: true, inconclusive: 'proceed' } as const;
    expect(reasonToPullCord(late)).toBeUndefined();
    expect(reasonToPullCord({ ...late, verdict: 'Harmful' })).toBeDefined();
  });

  it.each([
    ['harm is shown', { verdict: 'Harmful' as const }, 'Green failed 1 of 20.'],
    ['the version was rejected', { approval: 'Rejected' }, 'The version is Rejected, no longer Approved.'],
    ['another took the lease', { leaseTakenBy: 'rollback-1' }, 'rollback-1 took over the endpoint.'],
    ['somebody else pulled it', { raised: true }, 'The kill switch was raised from outside the release.'],
    ['time runs out', { deadline: true }, 'Not known to be healthy before SageMaker goes on: Green failed 1 of 20.'],
  ])('is pulled when %s', (_, change, reason) => {
    expect(reasonToPullCord({ ...calm, ...change })).toBe(reason);
  });
});

describe('the standing verdict', () => {
  const healthy = { verdict: 'Healthy' } as const;
  const open = { verdict: 'Inconclusive' } as const;
  const none = { due: false, newWait: false };

  it('is open until one is due', () => {
    expect(standingVerdict(undefined, open, none)).toEqual({ verdict: 'Inconclusive', decided: false });
    expect(standingVerdict(undefined, healthy, { ...none, due: true })).toEqual({ verdict: 'Healthy', decided: true });
  });

  it('stands after its deadline, until a new wait begins', () => {
    const before = { verdict: 'Healthy', decided: true } as const;
    expect(standingVerdict(before, open, none)).toEqual(before);
    expect(standingVerdict(before, open, { due: false, newWait: true }).decided).toBe(false);
  });

  it('is overruled by harm, which stays', () => {
    const harmful = { verdict: 'Harmful', decided: true } as const;
    expect(standingVerdict({ verdict: 'Healthy', decided: true }, { verdict: 'Harmful' }, none)).toEqual(harmful);
    expect(standingVerdict(harmful, healthy, { due: true, newWait: true })).toEqual(harmful);
  });
});

describe('a settled deployment', () => {
  const settled: SettledDeployment = {
    kind: 'release',
    state: 'Serving',
    verdict: 'Healthy',
    judged: true,
    proceeds: false,
    holdsLease: true,
    started: true,
  };

  it.each([
    ['healthy and serving', {}, 'Released'],
    ['serving without a verdict', { verdict: 'Inconclusive' }, 'Unhealthy'],
    ['serving and harmful', { verdict: 'Harmful' }, 'Unhealthy'],
    ['serving where no bake was asked for', { verdict: 'Inconclusive', judged: false }, 'Released'],
    ['harmful where no bake was asked for', { verdict: 'Harmful', judged: false }, 'Unhealthy'],
    [
      'serving without a verdict, which the manifest lets pass',
      { verdict: 'Inconclusive', proceeds: true },
      'Released',
    ],
    ['harmful, which no manifest lets pass', { verdict: 'Harmful', proceeds: true }, 'Unhealthy'],
    ['back on blue', { state: 'Gone' }, 'RolledBack'],
    ['back on blue after the lease was lost', { state: 'Gone', holdsLease: false }, 'RolledBack'],
    ['serving after the lease was lost', { holdsLease: false }, 'LeaseLost'],
    ['stuck', { state: 'Stuck' }, 'Failed'],
    ['never started', { started: false }, 'LeaseLost'],
    ['a first endpoint, healthy', { kind: 'first' }, 'Released'],
    ['a first endpoint, harmful', { kind: 'first', verdict: 'Harmful' }, 'FirstReleaseFailed'],
    ['a first endpoint that is gone', { kind: 'first', state: 'Gone' }, 'FirstReleaseFailed'],
    ['a rollback that serves', { kind: 'rollback', verdict: 'Inconclusive' }, 'Released'],
    ['a rollback that serves for another', { kind: 'rollback', holdsLease: false }, 'LeaseLost'],
    ['a rollback that does not serve', { kind: 'rollback', state: 'Gone' }, 'Failed'],
    ['a rollback taken over', { kind: 'rollback', state: 'Gone', holdsLease: false }, 'LeaseLost'],
  ] as const)('%s', (_, change, outcome) => {
    expect(deploymentOutcome({ ...settled, ...change })).toBe(outcome);
  });
});

describe('the probes of a first endpoint', () => {
  it('are healthy when every one is answered by a score', () => {
    expect(judgeProbes([{ body: '0.2\n' }, { body: '1' }], { kind: 'binary' })).toEqual({
      verdict: 'Healthy',
      traffic: { requests: 2, failures: 0 },
      reasons: ['2 of 2 probes were answered by a score.'],
    });
    expect(judgeProbes([{ body: '-40.5' }], { kind: 'number' }).verdict).toBe('Healthy');
  });

  it.each([
    [{ failure: 'ModelError: Received server error (500)' }, 'ModelError: Received server error (500)'],
    [{ body: 'nan' }, 'the answer "nan" is no number.'],
    [{ body: '' }, 'the answer "" is no number.'],
    [{ body: '1.5' }, 'the score 1.5 is outside 0 to 1.'],
  ])('are harmful with one answer %j', (answer, problem) => {
    const verdict = judgeProbes([{ body: '0.5' }, answer], { kind: 'binary' });
    expect(verdict).toMatchObject({ verdict: 'Harmful', traffic: { requests: 2, failures: 1 } });
    expect(verdict.reasons[1]).toBe(`The first that was not: ${problem}`);
  });

  it('are answered by a probability for each class of a multiclass label', () => {
    const label = { kind: 'multiclass' as const, classes: ['billing', 'delivery', 'other'] };
    expect(judgeProbes([{ body: '[0.1, 0.2, 0.7]' }, { body: '0,0,1\n' }], label).verdict).toBe('Healthy');
    expect(judgeProbes([{ body: '[0.1, 0.2, 0.7]' }, { body: '2' }], label)).toMatchObject({
      verdict: 'Harmful',
      reasons: ['1 of 2 probes were answered by a score.', expect.stringContaining('there are 3 classes.')],
    });
  });

  it('are inconclusive when there are none', () => {
    expect(judgeProbes([], { kind: 'binary' }).verdict).toBe('Inconclusive');
  });
});
