import { InvokeEndpointCommand } from '@aws-sdk/client-sagemaker-runtime';
import { approve, causing, causingByLanding, ENDPOINT, expect, serving } from '../line.ts';
import { stageClock } from '../stage-clock.ts';
import type { Act } from './act.ts';

export const januaryLands: Act = {
  number: 1,
  title: 'January lands: the first model, with no champion to be judged against',
  budgetMinutes: 90,
  async play(line) {
    const landedAt = line.act.began;
    const file = { path: await line.flights.month('2001-01'), name: '2001-01.parquet' };
    const run = await causingByLanding(line, [file]);
    expect(run.status === 'SUCCEEDED', `the run was to succeed, it ended ${run.status}: ${run.error} ${run.cause}`);
    const { registration, gates } = run.data as {
      registration: { modelPackageArn: string; version: number };
      gates: { championVersion?: number };
    };
    expect(
      gates.championVersion === undefined,
      'the first candidate was judged against a champion that does not exist',
    );

    const release = await causing(line, 'release', () =>
      approve(line, registration.modelPackageArn, 'First model of the line'),
    );
    expect(
      release.status === 'SUCCEEDED',
      `the release was to succeed, it ended ${release.status}: ${release.error} ${release.cause}`,
    );
    const now = await serving(line);
    expect(
      now.status === 'InService' && now.version === registration.version,
      `version ${registration.version} was to serve, ${now.config} is ${now.status}`,
    );

    const [row = ''] = await line.flights.requests('2001-02', ['2001-01'], 1);
    const answer = await line.clients.runtime.send(
      new InvokeEndpointCommand({ EndpointName: ENDPOINT, ContentType: 'text/csv', Body: Buffer.from(row) }),
    );
    const score = Number(Buffer.from(answer.Body ?? []).toString());
    expect(score > 0 && score < 1, `the endpoint was to answer a probability, it answered ${score}`);
    const clock = stageClock(landedAt, [run, release]);
    return {
      findings: [`version ${now.version} serves; a February flight's chance to be late: ${score.toFixed(3)}`],
      clock,
    };
  },
};
