import type { JudgedMetric } from '#domain/judge/judge-metric.ts';
import { judgeRelease, type ReleaseTrial } from '#domain/judge/judge-release.ts';
import { randomFrom } from './random.ts';
import { simulateBake, simulateHistory } from './traffic.ts';

export interface LookTime {
  /** Milliseconds of the first look of a process, as after a cold start. */
  readonly first: number;
  readonly median: number;
}

const LOOKS = 101;

/** How long a look at 120 minutes of five metrics takes, of which the last 30 without traffic on blue. */
export function measureLook(): LookTime {
  const trial = lookOfTwoHours();
  const times = Array.from({ length: LOOKS }, () => {
    const started = performance.now();
    judgeRelease(trial);
    return performance.now() - started;
  });
  return { first: times[0]!, median: times.toSorted((a, b) => a - b)[LOOKS >> 1]! };
}

function lookOfTwoHours(): ReleaseTrial {
  const service = { base: 0.01, scenario: 'beta', green: 300, blue: 2700 } as const;
  const settings = { margin: 0.005, maxRegression: 0.05, minimumRequests: 100 };
  const kinds = ['critical', 'slow', 'other', 'other', 'other'] as const;
  const metrics = kinds.map((kind, index): JudgedMetric => {
    const random = randomFrom('look', index);
    const minutes = simulateBake(service, { minutes: 120, lift: 0, onset: 0 }, random).map((minute, at) =>
      at < 90 ? minute : { ...minute, blue: { requests: 0, failures: 0 } },
    );
    const history = simulateHistory(service, random);
    return { name: `metric ${index}`, kind, mode: 'enforce', minutes, history, settings };
  });
  return { metrics, alpha: 0.01, plannedLooks: 120, deadline: true };
}
