import { describe, expect, it } from 'vitest';
import { approveCandidate } from '#functions/approve-candidate.ts';
import { retrainWorld } from '../../fakes/retrain-world.ts';

const gates = {
  verdict: 'Passed' as const,
  conclusive: true,
  judged: [],
  reportUri: 's3://data/evidence.html',
  statistics: { uri: 's3://data/statistics.json', digest: 'digest-of-statistics' },
  evidenceUri: 's3://data/e',
  evidenceDigest: 'e',
  reasons: ['All 2 enforced gates passed.'],
};

function pending() {
  const world = retrainWorld({ approval: { mode: 'automatic' } });
  const { arn, number } = world.registry.add('churn');
  const registration = {
    modelPackageArn: arn,
    version: number,
    approvalStatus: 'PendingManualApproval',
    automatic: true,
  } as const;
  return { world, arn, input: { model: 'churn', run: 'churn-000000000001-1', gates, registration } };
}

describe('ApproveCandidate', () => {
  it('approves in the place of a person, and records first that it does', async () => {
    const { world, arn, input } = pending();
    expect(await approveCandidate(input, world)).toEqual({ outcome: 'Approved' });
    expect(world.registry.get(arn)).toMatchObject({
      approval: 'Approved',
      approvalReason: 'Approved automatically: All 2 enforced gates passed.',
    });
    expect(await world.recorded()).toEqual([`ApproveCandidate ${arn}`]);
  });

  it('does not approve what it cannot record', async () => {
    const { world, arn, input } = pending();
    world.ledgerStore.fault = () => {
      throw new Error('locked out');
    };
    await expect(approveCandidate(input, world)).rejects.toMatchObject({ name: 'AuditUnavailableError' });
    expect(world.registry.get(arn).approval).toBe('PendingManualApproval');
  });

  it('answers the same when its answer was lost, and approves once', async () => {
    const { world, input } = pending();
    await approveCandidate(input, world);
    world.registry.approve = () => Promise.reject(new Error('approved twice'));
    expect(await approveCandidate(input, world)).toEqual({ outcome: 'Approved' });
    expect(await world.recorded()).toHaveLength(1);
  });

  it.each(['approve', 'reject'] as const)(
    'lets stand what a person decided meanwhile (%s), and records nothing',
    async (decision) => {
      const { world, arn, input } = pending();
      await world.registry[decision](arn, 'my own judgement');
      expect(await approveCandidate(input, world)).toEqual({ outcome: 'NotPending' });
      expect(world.registry.get(arn).approvalReason).toBe('my own judgement');
      expect(await world.recorded()).toEqual([]);
    },
  );

  it('has nothing to approve when the version is gone', async () => {
    const { world, input } = pending();
    const registration = { ...input.registration, modelPackageArn: 'arn:gone' };
    expect(await approveCandidate({ ...input, registration }, world)).toEqual({ outcome: 'NotPending' });
  });
});
