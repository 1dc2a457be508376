import { DescribeEndpointCommand } from '@aws-sdk/client-sagemaker';
import { ListExecutionsCommand } from '@aws-sdk/client-sfn';
import { causingByLanding, ENDPOINT, expect, serving } from '../line.ts';
import { releaseUnderTraffic } from '../release-under-traffic.ts';
import { servedBy } from '../served-by.ts';
import { stageClock } from '../stage-clock.ts';
import type { Act } from './act.ts';

const PARTS = 4;

export const februaryLands: Act = {
  number: 2,
  title: 'February lands in a burst of files: one run, judged against the champion, released by canary under traffic',
  budgetMinutes: 120,
  async play(line) {
    const landedAt = line.act.began;
    const before = await line.act.facts.once('before', () => serving(line));
    const paths = await line.flights.monthInParts('2001-02', PARTS);
    const files = paths.map((path, index) => ({ path, name: `2001-02/part-${index + 1}.parquet` }));
    const run = await causingByLanding(line, files);
    const { executions } = await line.clients.sfn.send(
      new ListExecutionsCommand({ stateMachineArn: line.deployment.stateMachines.retrain }),
    );
    const runs = executions?.filter(({ startDate }) => (startDate?.getTime() ?? 0) >= landedAt).length;
    expect(runs === 1, `${PARTS} files in a burst were to start one run, they started ${runs}`);
    expect(run.status === 'SUCCEEDED', `the run was to succeed, it ended ${run.status}: ${run.error} ${run.cause}`);
    const { registration, gates } = run.data as {
      registration: { modelPackageArn: string; version: number };
      gates: { championVersion?: number };
    };
    expect(
      gates.championVersion === before.version,
      `the candidate was to be judged against version ${before.version}`,
    );

    const rows = await line.flights.requests('2001-03', ['2001-02'], 5000);
    const { release, traffic } = await releaseUnderTraffic(line, {
      versionArn: registration.modelPackageArn,
      reason: 'Better calibrated for February',
      rows,
    });
    expect(
      release.status === 'SUCCEEDED',
      `the release was to succeed, it ended ${release.status}: ${release.error} ${release.cause}`,
    );
    expect(traffic.failed === 0, `no request was to fail, ${traffic.failed} of ${traffic.requests} did`);
    expect(traffic.requests > 0, 'customers were to send requests during the canary');
    const now = await serving(line);
    expect(now.version === registration.version, `version ${registration.version} was to serve, ${now.config} does`);
    const endpoint = await line.clients.sageMaker.send(new DescribeEndpointCommand({ EndpointName: ENDPOINT }));
    const instances = endpoint.ProductionVariants?.[0]?.CurrentInstanceCount;
    // The newest minute of a metric comes late.
    await line.control.pass(120);
    const between = { from: release.startedAt, to: line.clock.now };
    const [old, fresh] = await Promise.all([
      servedBy(line, before.config, between),
      servedBy(line, now.config, between),
    ]);
    const findings = [
      `${traffic.requests.toLocaleString('en')} requests, ${traffic.failed} failed: ${old.toLocaleString('en')} served by version ${before.version}, ${fresh.toLocaleString('en')} by version ${now.version}`,
      `the champion moved from version ${before.version} to ${now.version} on ${instances} instances`,
    ];
    return { findings, clock: stageClock(landedAt, [run, release]), traffic };
  },
};
