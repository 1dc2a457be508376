import type { Baseline, Baselines } from '#data/drift/baseline.ts';
import type { Profile } from '#data/drift/profile.ts';

export function acceptedBaseline(profile: Profile, source = 'before'): Baseline {
  return { kind: 'accepted', name: 'the last accepted dataset', source, profile };
}

export function championBaseline(profile: Profile, source = 'churn-1'): Baseline {
  return { kind: 'champion', name: 'the data that version 3, the champion, was trained on', source, profile };
}

/** Baselines as the functions find them; nothing is known of a period unless a test says so. */
export function baselinesOf(some: Partial<Baselines> = {}): Baselines {
  const nothing = { kind: 'period', name: 'the accepted dataset of then', reason: 'no accepted dataset' } as const;
  return { ofPeriod: async () => nothing, ...some };
}
