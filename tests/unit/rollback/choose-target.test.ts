import { describe, expect, it } from 'vitest';
import type { Champion, Reign } from '#domain/ledger/champion.ts';
import type { EndpointState } from '#domain/release-plan/endpoint-state.ts';
import { epochOfKey, rollbackCandidates, rollbackNeed } from '#domain/rollback/choose-target.ts';

const reign = (number: number, epoch: number): Reign => ({
  version: { number, arn: `arn:${number}` },
  configName: `dev-churn-e${epoch}-v${number}`,
  epoch,
  release: `r${epoch}`,
  since: '',
  until: '',
  ended: 'Replaced',
  reason: '',
});
const champion: Champion = {
  version: { number: 4, arn: 'arn:4' },
  configName: 'dev-churn-e5-v4',
  epoch: 5,
  release: 'r5',
  since: '',
  past: [reign(3, 4), reign(4, 3), reign(3, 2), reign(1, 1)],
};
const serving = (configName: string, more: Partial<EndpointState> = {}): EndpointState => ({
  status: 'InService',
  configName,
  failureReason: '',
  ...more,
});
const need = (change: object = {}, deposed = { version: 4, epoch: 5 as number | undefined }) =>
  rollbackNeed(deposed, { champion, endpoint: serving('dev-churn-e5-v4'), ownEpoch: undefined, ...change });

describe('a rollback', () => {
  it('is needed while the version to leave is the champion and serves', () => {
    expect(need()).toEqual({ kind: 'Needed', champion });
    expect(need({}, { version: 4, epoch: undefined }).kind).toBe('Needed');
  });

  it.each([
    ['nothing serves', { champion: undefined }],
    ['there is no endpoint', { endpoint: undefined }],
    ['another is champion already', { champion: { ...champion, version: { number: 5, arn: 'arn:5' } } }],
    ['it was deployed again since', { champion: { ...champion, epoch: 9 } }],
    ['another version serves already', { endpoint: serving('dev-churn-e6-v5') }],
  ])('is not needed when %s', (_, change) => {
    expect(need(change).kind).toBe('NotNeeded');
  });

  it('waits for a deployment in flight, and names whose cord is to be pulled', () => {
    const updating = serving('dev-churn-e5-v4', { status: 'Updating', pending: { configName: 'dev-churn-e6-v5' } });
    expect(need({ endpoint: updating })).toMatchObject({ kind: 'Wait', configName: 'dev-churn-e6-v5' });
    expect(need({ endpoint: serving('dev-churn-e5-v4', { status: 'SystemUpdating' }) })).toEqual({
      kind: 'Wait',
      configName: undefined,
      reason: 'The endpoint is SystemUpdating; a change is under way.',
    });
  });

  it('goes on with the deployment it started itself before it was run again', () => {
    const own = serving('dev-churn-e5-v4', { status: 'Updating', pending: { configName: 'dev-churn-e7-v3' } });
    expect(need({ endpoint: own, ownEpoch: 7 }).kind).toBe('Needed');
    expect(need({ endpoint: serving('dev-churn-e7-v3'), ownEpoch: 7 }).kind).toBe('Needed');
  });

  it('is needed when SageMaker could not go back, whatever it says serves', () => {
    expect(need({ endpoint: serving('dev-churn-e6-v5', { status: 'UpdateRollbackFailed' }) }).kind).toBe('Needed');
  });
});

describe('the versions to go back to', () => {
  it('are those that served before, the newest first, each once, without the one to leave', () => {
    expect(rollbackCandidates(champion).map(({ version, epoch }) => [version.number, epoch])).toEqual([
      [3, 4],
      [1, 1],
    ]);
  });
});

describe('a rollback’s key', () => {
  it('names the epoch of the champion to leave', () => {
    expect(epochOfKey('rollback:churn@12')).toBe(12);
    expect(epochOfKey('something else')).toBeUndefined();
  });
});
