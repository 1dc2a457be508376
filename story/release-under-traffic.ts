import { customersDuring } from './customers-during.ts';
import type { EndedExecution } from './executions.ts';
import { approve, caused, ENDPOINT, follow, type Line } from './line.ts';
import type { TrafficReport } from './traffic.ts';

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

/** Approves a version and keeps customers' requests flowing while its release shifts traffic. */
export async function releaseUnderTraffic(
  line: Line,
  { versionArn, reason, rows, onGreen }: ReleaseUnderTraffic,
): Promise<ReleasedUnderTraffic> {
  const arn = await caused(line, 'release', () => approve(line, versionArn, reason));
  const watched = { watcher: await line.control.participate('story', false), ending: follow(line, arn) };
  const { ended, traffic } = await customersDuring(line, watched, {
    endpointName: ENDPOINT,
    rate: RATE,
    rows,
    before: line.act.facts.read<TrafficReport>('traffic'),
    onSecond: (report) => line.act.facts.keep('traffic', report),
    ...(onGreen === undefined ? {} : { onGreen }),
  });
  return { release: ended, traffic };
}
