import { DescribeEndpointCommand } from '@aws-sdk/client-sagemaker';
import type { Participant } from './control.ts';
import type { Line } from './line.ts';
import { startTraffic, type TrafficOptions, type TrafficReport } from './traffic.ts';

export interface Customers extends TrafficOptions {
  /** Called once when the green fleet is about to take its first traffic, with its endpoint config's name. */
  readonly onGreen?: (configName: string) => Promise<void>;
}

export interface WatchedRelease<T> {
  /** Resolves when the release has ended. */
  readonly ending: Promise<T>;
  /** Takes part in virtual time so that the clock cannot jump past the first minute of the canary. */
  readonly watcher: Participant;
}

/**
 * Keeps customers' requests flowing while a release shifts traffic, until it ends. The customers come when the green fleet is up: the
 * minutes before, in which nothing could differ, are jumped over.
 */
export async function customersDuring<T>(
  line: Line,
  { ending, watcher }: WatchedRelease<T>,
  { onGreen, ...traffic }: Customers,
): Promise<{ readonly ended: T; readonly traffic: TrafficReport }> {
  let over = false;
  const release = ending.finally(() => {
    over = true;
  });
  release.catch(() => {});
  while (!over) {
    line.clock.now = (await watcher.sleep(20)).getTime();
    const endpoint = await line.clients.sageMaker.send(
      new DescribeEndpointCommand({ EndpointName: traffic.endpointName }),
    );
    if (endpoint.EndpointStatus !== 'Updating') continue;
    await onGreen?.(endpoint.PendingDeploymentSummary?.EndpointConfigName ?? '');
    break;
  }
  const flowing = await startTraffic(line.clients, line.control, traffic);
  await watcher.leave();
  const ended = await release;
  return { ended, traffic: await flowing.stop() };
}
