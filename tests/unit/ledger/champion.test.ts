import { describe, expect, it } from 'vitest';
import { type Champion, crown } from '#domain/ledger/champion.ts';

const champion = (epoch: number): Omit<Champion, 'past'> => ({
  version: { number: epoch, arn: `arn:${epoch}` },
  configName: `dev-churn-e${epoch}-v${epoch}`,
  epoch,
  release: `release-${epoch}`,
  since: `2026-03-0${epoch}T00:00:00.000Z`,
  watchUntil: '2026-03-09T00:00:00.000Z',
});
const replaced = { ended: 'Replaced', reason: '' } as const;

describe('a new champion', () => {
  it('is the first when nothing served', () => {
    expect(crown(undefined, champion(1), replaced)).toEqual({ ...champion(1), past: [] });
  });

  it('puts the one before it at the head of the past, with its end', () => {
    const third = crown(crown(crown(undefined, champion(1), replaced), champion(2), replaced), champion(3), {
      ended: 'RolledBack',
      reason: 'errors',
    });
    expect(third.past.map(({ epoch, ended }) => [epoch, ended])).toEqual([
      [2, 'RolledBack'],
      [1, 'Replaced'],
    ]);
    expect(third.past[0]).toMatchObject({ until: '2026-03-03T00:00:00.000Z', reason: 'errors' });
    expect(third.past[0]).not.toHaveProperty('watchUntil');
  });

  it('takes over once, however often it is written', () => {
    const current = crown(undefined, champion(1), replaced);
    expect(crown(current, { ...champion(1), since: 'later' }, replaced)).toBe(current);
  });
});
