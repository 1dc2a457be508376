import type { Against, Drift } from '../manifest/schema.ts';

/** Whom a column is compared with. One that has seasons would differ from the champion's training window by the season alone. */
export function comparedWith({ against, period }: Pick<Drift, 'against' | 'period'>): readonly Against[] {
  return against ?? (period === undefined ? ['accepted', 'champion'] : ['accepted']);
}
