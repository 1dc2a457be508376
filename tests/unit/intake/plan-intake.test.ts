import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Arrival, approvalKey, planIntake, rollbackKey } from '#domain/intake/plan-intake.ts';
import { deploymentAlarmName, endpointConfigName, executionName } from '#domain/naming.ts';

const scope = { stage: 'dev', models: ['churn', 'churn-east'] };
const plan = (arrival: Arrival) => planIntake(arrival, scope);
const arn = 'arn:aws:sagemaker:us-east-1:111122223333:model-package/dev-churn/4';
const decision = (status: 'Approved' | 'Rejected' | 'PendingManualApproval', group = 'dev-churn') =>
  plan({ kind: 'decision', group, version: 4, arn, status, changedAt: '2026-03-01T10:00:00.123Z' });

describe('An object', () => {
  it('belongs to the landing of the model its key names', () => {
    expect(plan({ kind: 'object', key: 'landing/churn/2026/a.csv', etag: '"e"', versionId: 'v' })).toEqual({
      kind: 'landing',
      object: { model: 'churn', key: 'landing/churn/2026/a.csv', etag: '"e"', versionId: 'v' },
    });
  });

  it('is unclaimed under a prefix of no model, and beside the prefixes', () => {
    expect(plan({ kind: 'object', key: 'landing/chrun/a.csv' })).toMatchObject({
      kind: 'unclaimed',
      prefix: 'landing/chrun/',
    });
    expect(plan({ kind: 'object', key: 'landing/a.csv' })).toMatchObject({ kind: 'unclaimed', prefix: 'landing/' });
    expect(plan({ kind: 'object', key: 'landing/__proto__/a.csv' })).toMatchObject({ kind: 'unclaimed' });
  });

  it.each([
    'landing/churn/',
    'landing/',
    'quarantine/churn/d/a.csv',
    'labels/churn/a.csv',
    'captures/churn/c/dev-churn/AllTraffic/2026/03/01/12/00-00-000-id.jsonl',
  ])('%s asks for nothing', (key) => {
    expect(plan({ kind: 'object', key }).kind).toBe('ignore');
  });
});

describe('A decision in the registry', () => {
  it('starts the release of an approved version, named after its approval', () => {
    const key = `approval:${arn}@2026-03-01T10:00:00`;
    expect(decision('Approved')).toEqual({
      kind: 'release',
      model: 'churn',
      version: { number: 4, arn },
      release: executionName('churn', key, 1),
      key,
    });
  });

  it('is one approval in whole seconds and in parts of them', () => {
    expect(approvalKey(arn, '2026-03-01T10:00:00Z')).toBe(approvalKey(arn, '2026-03-01T10:00:00.987Z'));
    expect(approvalKey(arn, '2026-03-01T10:00:01Z')).not.toBe(approvalKey(arn, '2026-03-01T10:00:00Z'));
  });

  it('asks for a rollback when a version is rejected, should it serve', () => {
    expect(decision('Rejected')).toMatchObject({ kind: 'rollback', model: 'churn', cause: 'rejection', version: 4 });
  });

  it('asks for nothing while it is pending, or in a group of no model', () => {
    expect(decision('PendingManualApproval').kind).toBe('ignore');
    expect(decision('Approved', 'prod-churn').kind).toBe('ignore');
    expect(decision('Approved', 'dev-churn-west').kind).toBe('ignore');
  });
});

describe('An alarm', () => {
  it.each(['kill-switch', 'judge-alive', 'backstop'] as const)(
    'asks for a rollback of its deployment (%s)',
    (alarm) => {
      const configName = endpointConfigName('dev', 'churn', { version: 7, epoch: 12 });
      expect(plan({ kind: 'alarm', alarmName: deploymentAlarmName(configName, alarm), eventId: 'e' })).toMatchObject({
        kind: 'rollback',
        model: 'churn',
        cause: 'alarm',
        version: 7,
        configName,
      });
    },
  );

  it('belongs to the model whose whole name it bears', () => {
    const configName = endpointConfigName('dev', 'churn-east', { version: 1, epoch: 1 });
    const alarmName = deploymentAlarmName(configName, 'kill-switch');
    expect(plan({ kind: 'alarm', alarmName, eventId: 'e' })).toMatchObject({ model: 'churn-east' });
  });

  it.each(['dev-churn-errors', 'dev-other-e1-v1-kill-switch', 'prod-churn-e1-v1-backstop', 'dev-churn-e1-v1-paging'])(
    '%s is of no deployment',
    (alarmName) => {
      expect(plan({ kind: 'alarm', alarmName, eventId: 'e' }).kind).toBe('ignore');
    },
  );
});

describe('A request', () => {
  const retrain = {
    kind: 'retrain',
    model: 'churn',
    eventId: 'e1',
    actor: 'ada',
    force: true,
    trigger: 'request',
  } as const;

  it('starts a run named after the request', () => {
    expect(plan(retrain)).toEqual({
      kind: 'retrain',
      model: 'churn',
      run: executionName('churn', 'request:e1', 1),
      key: 'request:e1',
      actor: 'ada',
      force: true,
      trigger: 'request',
    });
    expect(plan({ ...retrain, trigger: 'schedule' })).toMatchObject({ key: 'schedule:e1' });
  });

  it('asks for a rollback with its reason, or says that an operator asked', () => {
    const rollback = { kind: 'rollback', model: 'churn', eventId: 'e', actor: 'ada' } as const;
    expect(plan({ ...rollback, reason: 'complaints' })).toMatchObject({ cause: 'request', reason: 'complaints' });
    expect(plan({ ...rollback, reason: '' })).toMatchObject({ reason: 'An operator asked for it.' });
  });

  it('for a model that is not deployed asks for nothing', () => {
    expect(plan({ ...retrain, model: 'other' }).kind).toBe('ignore');
    expect(plan({ kind: 'rollback', model: 'other', eventId: 'e', actor: 'a', reason: '' }).kind).toBe('ignore');
  });
});

describe('Business keys', () => {
  it('name a rollback after the epoch it leaves', () => {
    expect(rollbackKey('churn', 5)).toBe('rollback:churn@5');
  });

  const text = fc.string({ maxLength: 30 });
  const arrival: fc.Arbitrary<Arrival> = fc.oneof(
    fc.record({
      kind: fc.constant('object' as const),
      key: fc.oneof(
        text,
        text.map((rest) => `landing/churn/${rest}`),
      ),
    }),
    fc.record({
      kind: fc.constant('decision' as const),
      group: fc.oneof(text, fc.constant('dev-churn')),
      version: fc.nat(),
      arn: text,
      status: fc.constantFrom('Approved' as const, 'Rejected' as const, 'PendingManualApproval' as const),
      changedAt: text,
    }),
    fc.record({ kind: fc.constant('alarm' as const), alarmName: text, eventId: text }),
  );

  it('follow from what arrived alone: the same arrival asks for the same, and no arrival throws', () => {
    fc.assert(
      fc.property(arrival, (arrived) => {
        expect(plan(arrived)).toEqual(plan(structuredClone(arrived)));
      }),
    );
  });

  it('give execution names that Step Functions takes', () => {
    fc.assert(
      fc.property(arrival, (arrived) => {
        const planned = plan(arrived);
        if (planned.kind === 'release') expect(planned.release).toMatch(/^[0-9A-Za-z-_]{1,80}$/);
      }),
    );
  });
});
