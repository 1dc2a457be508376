import { isAtRest } from '#domain/release-plan/endpoint-state.ts';
import type { Facts } from './facts.ts';

/** What is still under way, or not written down. */
export function unfinished(facts: Facts): string[] {
  const { executions, runs, waits, deferred, endpoint, probes } = facts;
  const running = executions.filter(({ status }) => status === 'RUNNING').map(({ name }) => `${name} runs`);
  const unrecorded = executions
    .filter(({ status, name }) => status !== 'RUNNING' && runs.get(name)?.closing === undefined)
    .map(({ name }) => `the end of ${name} is not recorded`);
  return [
    ...running,
    ...unrecorded,
    ...waits.map((key) => `${key} waits`),
    ...probes.map((name) => `${name} is left behind`),
    ...deferred.map((key) => `${key} is not in the audit trail`),
    ...(endpoint === undefined || isAtRest(endpoint) ? [] : [`the endpoint is ${endpoint.status}`]),
  ];
}
