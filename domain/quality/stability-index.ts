/**
 * Population stability index of live counts against offline counts over the same bins: the sum of (p - q) ln(p / q), every count with half
 * a row added, so that an empty bin gives a finite index. Source: Siddiqi, Credit Risk Scorecards, 2006.
 */
export function stabilityIndex(live: readonly number[], offline: readonly number[]): number {
  const total = (counts: readonly number[]) => counts.reduce((sum, count) => sum + count, counts.length * 0.5);
  const [totalLive, totalOffline] = [total(live), total(offline)];
  return live.reduce((sum, count, bin) => {
    const p = (count + 0.5) / totalLive;
    const q = (offline[bin]! + 0.5) / totalOffline;
    return sum + (p - q) * Math.log(p / q);
  }, 0);
}
