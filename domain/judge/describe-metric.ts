import type { MetricDescription } from './judge-metric.ts';
import type { Finding } from './metric-finding.ts';
import type { Basis } from './regression-bound.ts';
import type { Traffic } from './settled-minute.ts';

type Verbs = NonNullable<MetricDescription['verbs']>;

const FAILED: Verbs = ['failed', 'fails'];

/** What the fleets did, as a sentence. */
export function describeTraffic({ green, blue }: { green: Traffic; blue: Traffic }, [did]: Verbs = FAILED): string {
  return `Green ${did} ${rate(green)}, blue ${rate(blue)}.`;
}

interface FindingContext {
  readonly green: Traffic;
  readonly maxRegression: number;
  readonly minimumRequests: number;
  readonly verbs: Verbs | undefined;
  readonly countedBy: string | undefined;
}

/** What the last look found, as a sentence. */
export function describeFinding(
  finding: Finding,
  { green, maxRegression, minimumRequests, verbs: [, does] = FAILED, countedBy }: FindingContext,
): string {
  switch (finding.kind) {
    case 'NotMeasured':
      return 'Nothing is known of it.';
    case 'NeverReported':
      return `Green reported no request at all${countedBy === undefined ? '' : ` as ${countedBy}`}; ${minimumRequests} are needed for a verdict.`;
    case 'TooFewRequests':
      return `Green answered ${green.requests} requests; ${minimumRequests} are needed for a verdict.`;
    default: {
      const { difference, basis } = finding.bound;
      const outcome = finding.kind === 'RegressionExcluded' ? 'is excluded' : 'cannot be excluded';
      return `With 95 % confidence green ${does} at most ${percent(difference)} more than ${BLUE[basis]}; ${percent(maxRegression)} ${outcome}.`;
    }
  }
}

const BLUE: Readonly<Record<Basis, string>> = {
  'against-blue': 'blue',
  'against-baseline': "blue's past (against-baseline)",
  'against-both': 'blue and, where blue had no traffic, its past (against-both)',
};

function rate({ requests, failures }: Traffic): string {
  return requests === 0
    ? 'none of 0 requests'
    : `${failures} of ${requests} requests (${percent(failures / requests)})`;
}

function percent(share: number): string {
  return `${(share * 100).toFixed(2)} %`;
}
