import { describe, expect, it } from 'vitest';
import { withAdmission } from '#domain/ledger/admissions.ts';
import type { Champion } from '#domain/ledger/champion.ts';
import type { RegisteredVersion } from '#domain/ledger/registered-version.ts';
import { Judge } from '#domain/manifest/schema.ts';
import { judgeReign, reignMetrics, watchedReign } from '#domain/reconcile/judge-reign.ts';
import { orphanAlarms } from '#domain/reconcile/orphan-alarms.ts';
import { type ExecutionFacts, planClosing } from '#domain/reconcile/plan-closing.ts';
import { type EndpointFacts, planEndpoint } from '#domain/reconcile/plan-endpoint.ts';
import { planVersion } from '#domain/reconcile/plan-version.ts';
import { planWait } from '#domain/reconcile/plan-wait.ts';
import { judgedMetrics } from '#domain/release-plan/measured-metrics.ts';

const now = new Date('2026-03-02T00:00:00Z');
const champion: Champion = {
  version: { number: 3, arn: 'arn:3' },
  configName: 'dev-churn-e5-v3',
  epoch: 5,
  release: 'r5',
  since: '2026-03-01T00:00:00.000Z',
  watchUntil: '2026-03-02T12:00:00.000Z',
  baseline: { '5xx': { requests: 10_000, failures: 100, correlation: 0.001 } },
  past: [],
};

describe('what serves', () => {
  const endpoint = { status: 'InService', configName: 'dev-churn-e5-v3', failureReason: '' } as const;
  const plan = (facts: Partial<EndpointFacts>) =>
    planEndpoint({ endpoint, champion, serving: undefined, lease: undefined, now, ...facts });

  it('is as it should be when it is the champion’s config, or nothing at all', () => {
    expect(plan({}).kind).toBe('None');
    expect(plan({ endpoint: undefined, champion: undefined }).kind).toBe('None');
  });

  it('is the business of whoever holds the lease, or of SageMaker while it changes', () => {
    const lease = { owner: 'r6', epoch: 6, leaseUntil: '2026-03-02T00:10:00.000Z' };
    const older = { ...endpoint, configName: 'dev-churn-e4-v2' };
    expect(plan({ lease, endpoint: older }).kind).toBe('None');
    expect(plan({ lease: { ...lease, leaseUntil: '2026-03-01T00:00:00.000Z' }, endpoint: older }).kind).toBe('Restore');
    expect(plan({ endpoint: { ...older, status: 'Updating' } }).kind).toBe('None');
  });

  it('is put right when its epoch is older than the champion’s: a late write of a former holder', () => {
    expect(plan({ endpoint: { ...endpoint, configName: 'dev-churn-e4-v2' } })).toMatchObject({
      kind: 'Restore',
      configName: 'dev-churn-e5-v3',
    });
  });

  it('is put right when SageMaker could not go back', () => {
    expect(plan({ endpoint: { ...endpoint, status: 'UpdateRollbackFailed' } })).toMatchObject({
      kind: 'Restore',
      reason: 'SageMaker could not go back: it gives no reason.',
    });
  });

  describe('when a deployment ended and its release did not live to say so', () => {
    const newer = { ...endpoint, configName: 'dev-churn-e6-v4' };
    const serving = (approval: RegisteredVersion['approval']) => ({ number: 4, arn: 'arn:4', approval });

    it('becomes the champion', () => {
      const adopted = { kind: 'Adopt', version: { number: 4, arn: 'arn:4' }, epoch: 6 };
      expect(plan({ endpoint: newer, serving: serving('Approved') })).toMatchObject(adopted);
      expect(plan({ endpoint: newer, serving: serving('Approved'), champion: undefined })).toMatchObject(adopted);
    });

    it('gives way to the champion when its version is not Approved', () => {
      for (const approval of ['Rejected', 'PendingManualApproval'] as const) {
        expect(plan({ endpoint: newer, serving: serving(approval) }).kind).toBe('Restore');
      }
      expect(plan({ endpoint: newer }).kind).toBe('Restore');
    });

    it('is written down though it was rejected since when nothing can be put back, and is answered as any champion', () => {
      expect(plan({ endpoint: newer, serving: serving('Rejected'), champion: undefined }).kind).toBe('Adopt');
    });

    it('is reported when nobody ever approved it, or it is gone from the registry, and nothing can be put back', () => {
      expect(plan({ endpoint: newer, serving: serving('PendingManualApproval'), champion: undefined }).kind).toBe(
        'Report',
      );
      expect(plan({ endpoint: newer, champion: undefined }).kind).toBe('Report');
    });
  });

  it.each([
    ['the endpoint is gone', { endpoint: undefined }],
    ['the endpoint failed', { endpoint: { ...endpoint, status: 'Failed' as const } }],
    ['the config is nobody’s', { endpoint: { ...endpoint, configName: 'by-hand' } }],
  ])('is reported when %s', (_, facts) => {
    expect(plan(facts).kind).toBe('Report');
  });
});

describe('a version in the registry', () => {
  const version: RegisteredVersion = {
    number: 4,
    arn: 'arn:4',
    approval: 'Approved',
    approvalReason: '',
    createdAt: '2026-02-27T00:00:00.000Z',
    lastModifiedAt: '2026-03-01T00:00:00.000Z',
  };
  const plan = (change: Partial<RegisteredVersion>, admissions?: Parameters<typeof withAdmission>[0]) =>
    planVersion({ version: { ...version, ...change }, champion, admissions, expiresAfterHours: 48, now });

  it('is released when its approval reached nobody', () => {
    expect(plan({})).toBe('Release');
  });

  it('is left alone when its release came to AdmitRelease, was older than the champion, or is only just approved', () => {
    const admission = { release: 'r', modifiedAt: version.lastModifiedAt };
    expect(plan({}, withAdmission(undefined, 4, admission))).toBe('None');
    expect(plan({ number: 2 })).toBe('None');
    const facts = { version, champion: undefined, admissions: undefined, expiresAfterHours: 48, now };
    expect(planVersion(facts)).toBe('Release');
    expect(plan({ lastModifiedAt: '2026-03-01T23:59:00.000Z' })).toBe('None');
  });

  it('is released again when it was approved again since', () => {
    const earlier = { release: 'r', modifiedAt: '2026-02-28T00:00:00.000Z' };
    expect(plan({}, withAdmission(undefined, 4, earlier))).toBe('Release');
  });

  it('expires when nobody decided in time', () => {
    expect(plan({ approval: 'PendingManualApproval' })).toBe('Expire');
    expect(plan({ approval: 'PendingManualApproval', createdAt: '2026-03-01T00:00:00.000Z' })).toBe('None');
  });

  it('is rolled back when it was rejected while it serves', () => {
    expect(plan({ approval: 'Rejected', number: 3 })).toBe('RollBack');
    expect(plan({ approval: 'Rejected', number: 4 })).toBe('None');
  });
});

describe('the admissions remembered', () => {
  it('are those of the newest versions, written only when something is new', () => {
    const admission = { release: 'r', modifiedAt: 'now' };
    let admissions = withAdmission(undefined, 1, admission);
    for (let version = 2; version <= 120; version += 1) admissions = withAdmission(admissions, version, admission);
    expect(Object.keys(admissions?.versions ?? {})).toHaveLength(100);
    expect(admissions?.versions['20']).toBeUndefined();
    expect(withAdmission(admissions, 120, admission)).toBeUndefined();
  });
});

describe('a champion in its watch hours', () => {
  const judge = Judge.parse({ slow: { milliseconds: 500 } });
  const minutes = (failures: number) =>
    new Map(
      Array.from({ length: 20 }, (_, i) => [
        new Date(now.getTime() - (20 - i) * 60_000).toISOString(),
        { requests: 300, failures },
      ]),
    );
  const verdict = (failed: Partial<Record<string, number>>, baseline = champion.baseline ?? {}) => {
    const watched = watchedReign({ ...champion, baseline }, now)!;
    const measured = reignMetrics(judge).map((metric) => ({
      metric,
      green: { minutes: minutes(failed[metric.name] ?? 0) },
      blue: { minutes: new Map() },
    }));
    return judgeReign(judgedMetrics(measured, { until: now, baselines: watched.baselines }), watched, judge).verdict;
  };

  it('is judged against what it replaced', () => {
    expect(watchedReign(champion, now)).toEqual({ baselines: champion.baseline, plannedLooks: 36 * 60 });
    expect(verdict({ '5xx': 3 })).toBe('Inconclusive');
    expect(verdict({ '5xx': 60 })).toBe('Harmful');
  });

  it('is judged by every metric with a past, but not by clients’ errors', () => {
    const past = { requests: 10_000, failures: 100, correlation: 0.001 };
    expect(verdict({ slow: 150 })).toBe('Inconclusive');
    expect(verdict({ slow: 150 }, { slow: past })).toBe('Harmful');
    expect(verdict({ '4xx': 290 }, { '4xx': past })).toBe('Inconclusive');
  });

  it('is not judged after them, or without anything to compare with', () => {
    const { baseline: _, ...alone } = champion;
    const { watchUntil: __, ...unwatched } = champion;
    expect(watchedReign(alone, now)).toBeUndefined();
    expect(watchedReign(unwatched, now)).toBeUndefined();
    expect(watchedReign(champion, new Date('2026-03-03T00:00:00Z'))).toBeUndefined();
  });
});

describe('the end of an execution', () => {
  const execution: ExecutionFacts = {
    kind: 'retrain',
    name: 'churn-a-1',
    executionArn: 'arn:x',
    status: 'FAILED',
    startedAt: '2026-03-01T00:00:00.000Z',
    stoppedAt: '2026-03-01T01:00:00.000Z',
    input: { model: 'churn', generation: 2 },
    output: undefined,
    error: 'GateFailed',
    cause: 'AUC',
  };

  it('is recorded, also where the execution left no record', () => {
    expect(planClosing(execution, undefined)).toEqual({
      kind: 'retrain',
      name: 'churn-a-1',
      model: 'churn',
      generation: 2,
      input: execution.input,
      startedAt: execution.startedAt,
      executionArn: 'arn:x',
      data: {},
      closing: { status: 'FAILED', at: execution.stoppedAt, error: 'GateFailed', cause: 'AUC' },
    });
  });

  it('is recorded once, and again when a redrive ended later', () => {
    const record = planClosing(execution, undefined);
    expect(planClosing(execution, record)).toBeUndefined();
    const redriven = {
      ...execution,
      status: 'SUCCEEDED' as const,
      stoppedAt: '2026-03-01T02:00:00.000Z',
      error: undefined,
      cause: undefined,
    };
    expect(planClosing(redriven, record)?.closing).toEqual({ status: 'SUCCEEDED', at: '2026-03-01T02:00:00.000Z' });
  });

  it('keeps what the run had found', () => {
    const record = { ...planClosing(execution, undefined)!, data: { dataset: { id: 'd' } } };
    const { closing: _, ...open } = record;
    expect(planClosing(execution, open)?.data).toEqual({ dataset: { id: 'd' } });
  });

  it('belongs to the recorded model and the first generation where the input says neither', () => {
    const record = planClosing(execution, undefined)!;
    const { closing: _, ...open } = record;
    expect(planClosing({ ...execution, input: {} }, open)).toMatchObject({ model: 'churn', generation: 2 });
    expect(planClosing({ ...execution, input: { model: 'churn' } }, undefined)?.generation).toBe(1);
  });

  it('is none while it runs, and of no model when it names none', () => {
    expect(planClosing({ ...execution, status: 'RUNNING' }, undefined)).toBeUndefined();
    expect(planClosing({ ...execution, status: 'PENDING_REDRIVE' }, undefined)).toBeUndefined();
    expect(planClosing({ ...execution, stoppedAt: undefined }, undefined)).toBeUndefined();
    expect(planClosing({ ...execution, input: {} }, undefined)).toBeUndefined();
  });
});

describe('a wait', () => {
  it('is given up, and its job stopped, only when the execution is over for good', () => {
    expect(['ABORTED', 'TIMED_OUT', 'FAILED', 'RUNNING', undefined].map(planWait)).toEqual([
      'Stop',
      'Stop',
      'Resume',
      'Resume',
      'Resume',
    ]);
  });
});

describe('orphan alarms', () => {
  it('are those of this endpoint’s deployments that neither serve nor are under way', () => {
    const names = [
      'dev-churn-e5-v3-backstop',
      'dev-churn-e4-v2-kill-switch',
      'dev-churn-eu-e4-v2-kill-switch',
      'dev-churn-e4-v2-by-hand',
    ];
    expect(orphanAlarms(names, 'dev-churn', new Set(['dev-churn-e5-v3']))).toEqual(['dev-churn-e4-v2-kill-switch']);
  });
});
