import { type Problem, problem } from '../problem.ts';
import type { Manifest } from '../schema.ts';
import type { Rule } from './rule.ts';

/** The longest UpdateEndpoint may run: MaximumExecutionTimeoutInSeconds of SageMaker's BlueGreenUpdatePolicy. */
export const LONGEST_DEPLOYMENT_SECONDS = 28_800;

/** A minute is judged 60 s after its end, and the deciding look comes 3 minutes before SageMaker goes on. */
const UNJUDGED_MINUTES = 4;

type Release = Manifest['release'];

/** Share of the traffic that green gets first, and for how many minutes. */
function firstStep({ traffic, instances, bakeMinutes }: Release): { share: number; minutes: number } {
  switch (traffic.type) {
    case 'all-at-once':
      return { share: 1, minutes: bakeMinutes };
    case 'canary':
      return { share: traffic.size / instances, minutes: traffic.waitMinutes };
    case 'linear':
      return { share: traffic.step / instances, minutes: traffic.waitMinutes };
  }
}

/** Seconds of all waits of a release: canary or steps, then the bake. */
export function waitSeconds({ traffic, instances, bakeMinutes }: Release): number {
  const waits = {
    'all-at-once': 0,
    canary: 1,
    linear: traffic.type === 'linear' ? Math.ceil(instances / traffic.step) - 1 : 0,
  };
  const minutes = traffic.type === 'all-at-once' ? 0 : traffic.waitMinutes;
  return 60 * (waits[traffic.type] * minutes + bakeMinutes);
}

/** A wait that ends before anything of it was judged only looks like caution; one of no length is none. */
function unjudgedWaits({ traffic, bakeMinutes }: Release): Problem[] {
  const waits = [
    ...(traffic.type === 'all-at-once' ? [] : [{ path: ['traffic', 'waitMinutes'], minutes: traffic.waitMinutes }]),
    { path: ['bakeMinutes'], minutes: bakeMinutes },
  ];
  return waits
    .filter(({ minutes }) => minutes > 0 && minutes <= UNJUDGED_MINUTES)
    .map(({ path, minutes }) => {
      const why = 'a minute is judged 60 s after its end, and the cord is pulled 3 minutes before SageMaker goes on';
      const message = `No minute of a wait of ${minutes} could be judged: ${why}. Wait at least ${UNJUDGED_MINUTES + 1}, or 0.`;
      return problem(['release', ...path], message);
    });
}

/** The traffic plan is one that SageMaker accepts and the judge can decide on. */
export const releaseRule: Rule = ({ release }) => {
  const { traffic, instances, expectedRequestsPerSecond, judge } = release;
  const problems: Problem[] = [];
  if (traffic.type !== 'all-at-once') {
    const key = traffic.type === 'canary' ? 'size' : 'step';
    const size = traffic.type === 'canary' ? traffic.size : traffic.step;
    const path = ['release', 'traffic', key];
    if (instances < 2) {
      const message = `A ${traffic.type} needs at least 2 instances; release.instances is ${instances}. Use all-at-once.`;
      problems.push(problem(path, message));
    } else if (size > instances / 2) {
      const most = Math.floor(instances / 2);
      problems.push(
        problem(path, `${size} of ${instances} instances; SageMaker shifts at most half at once: ${most}.`),
      );
    } else if (traffic.type === 'linear' && size < instances / 10) {
      const least = Math.ceil(instances / 10);
      problems.push(problem(path, `${size} of ${instances} instances; SageMaker's least step is a tenth: ${least}.`));
    }
  }
  const seconds = waitSeconds(release);
  if (seconds >= LONGEST_DEPLOYMENT_SECONDS) {
    const message = `The waits add up to ${seconds} s; a deployment may take less than ${LONGEST_DEPLOYMENT_SECONDS} s.`;
    problems.push(problem(['release', 'traffic', 'waitMinutes'], message));
  }
  problems.push(...unjudgedWaits(release));
  if (expectedRequestsPerSecond !== undefined) {
    const { share, minutes } = firstStep(release);
    const judged = Math.max(0, minutes - UNJUDGED_MINUTES);
    const perMinute = (expectedRequestsPerSecond * 60 + judge.probesPerMinute) * share;
    const requests = Math.floor(perMinute * judged);
    if (requests < judge.minimumRequests) {
      const needed = Math.ceil(judge.minimumRequests / perMinute) + UNJUDGED_MINUTES;
      const seen = `green would answer about ${requests} requests before it is judged`;
      const todo = `wait ${needed} minutes, make the canary larger, send probes (probesPerMinute), or lower the minimum`;
      problems.push(
        problem(['release', 'judge', 'minimumRequests'], `${judge.minimumRequests}, but ${seen}: ${todo}.`),
      );
    }
  }
  return problems;
};
