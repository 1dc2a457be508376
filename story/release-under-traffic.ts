import { DescribeEndpointCommand } from '@aws-sdk/client-sagemaker';
import type { EndedExecution } from './executions.ts';
import { approve, caused, ENDPOINT, follow, type Line } from './line.ts';
import { startTraffic, type TrafficReport } from './traffic.ts';

/** Requests per virtual second. */
const RATE = 5;

export interface ReleaseUnderTraffic {
  readonly versionArn: string;
  readonly reason: string;
  /** Rows of the following month, sent in turn. */
  readonly rows: readonly string[];
  /** Called once when the green fleet is about to take its first traffic, with its endpoint config's name. */
  readonly onGreen?: (configName: string) => Promise<void>;
}

export interface ReleasedUnderTraffic {
  readonly release: EndedExecution;
  readonly traffic: TrafficReport;
}

/**
 * Approves a version and keeps customers' requests flowing while its release shifts traffic. The customers come when the green fleet is
 * up: the minutes before, in which nothing could differ, are jumped over.
 */
export async function releaseUnderTraffic(line: Line, plan: ReleaseUnderTraffic): Promise<ReleasedUnderTraffic> {
  const arn = await caused(line, 'release', () => approve(line, plan.versionArn, plan.reason));
  // Takes part in virtual time so that the clock cannot jump past the first minute of the canary.
  const watcher = await line.control.participate('story', false);
  let ended = false;
  const release = follow(line, arn).finally(() => {
    ended = true;
  });
  release.catch(() => {});
  const green = await (async () => {
    while (!ended) {
      line.clock.now = (await watcher.sleep(20)).getTime();
      const endpoint = await line.clients.sageMaker.send(new DescribeEndpointCommand({ EndpointName: ENDPOINT }));
      if (endpoint.EndpointStatus === 'Updating') return endpoint.PendingDeploymentSummary?.EndpointConfigName ?? '';
    }
    return undefined;
  })();
  if (green !== undefined) await plan.onGreen?.(green);
  const traffic = await startTraffic(line.clients, line.control, {
    endpointName: ENDPOINT,
    rate: RATE,
    rows: plan.rows,
    before: line.act.facts.read<TrafficReport>('traffic'),
    onSecond: (report) => line.act.facts.keep('traffic', report),
  });
  await watcher.leave();
  const result = await release;
  return { release: result, traffic: await traffic.stop() };
}
