import { DescribeModelPackageCommand } from '@aws-sdk/client-sagemaker';
import { readAudit } from '../audit.ts';
import { causingByLanding, ENDPOINT, expect, serving } from '../line.ts';
import { duration } from '../narrator.ts';
import { releaseUnderTraffic } from '../release-under-traffic.ts';
import type { Act } from './act.ts';

/** Share of its requests that the green fleet fails. */
const FAILING = 0.2;

export const misbehavesUnderTraffic: Act = {
  number: 5,
  title: 'A model that passed every gate misbehaves under traffic: the guardrail takes it back',
  budgetMinutes: 120,
  async play(line) {
    const before = await line.act.facts.once('before', () => serving(line));
    const file = { path: await line.flights.month('2001-03'), name: '2001-03.parquet' };
    const run = await causingByLanding(line, [file]);
    expect(run.status === 'SUCCEEDED', `the run was to succeed, it ended ${run.status}: ${run.error} ${run.cause}`);
    const { registration } = run.data as { registration: { modelPackageArn: string; version: number } };

    const rows = await line.flights.requests('2001-04', ['2001-03'], 5000);
    const { release, traffic } = await releaseUnderTraffic(line, {
      versionArn: registration.modelPackageArn,
      reason: 'Passed every gate',
      rows,
      onGreen: async (configName) => {
        await line.control.clearFaults();
        await line.control.injectFault({
          match: {
            service: 'sagemaker-runtime',
            operation: 'InvokeEndpoint',
            subject: { EndpointConfigName: configName },
          },
          error: { code: 'ModelError', message: 'The model ran out of memory.', status: 500 },
          share: FAILING,
        });
        line.narrator.step('fault', `${configName} fails ${FAILING * 100} % of its requests from now on`);
      },
    });
    await line.control.clearFaults();
    expect(
      release.status === 'FAILED' && release.error === 'ReleaseRolledBack',
      `the release was to end ReleaseRolledBack, it ended ${release.status} ${release.error} ${release.cause}`,
    );
    const now = await serving(line);
    expect(
      now.config === before.config && now.status === 'InService',
      `${before.config} was to serve again, ${now.config} is ${now.status}`,
    );
    const version = await line.clients.sageMaker.send(
      new DescribeModelPackageCommand({ ModelPackageName: registration.modelPackageArn }),
    );
    expect(
      version.ModelApprovalStatus === 'Rejected',
      `version ${registration.version} was to be Rejected, it is ${version.ModelApprovalStatus}`,
    );
    const record = (await readAudit(line)).find(
      ({ action, evidence }) => action === 'ConfirmRelease' && evidence?.version === registration.version,
    );
    expect(record !== undefined, 'an audit record was to say what was rolled back, when and why');
    const healed = Date.parse(traffic.lastFailure ?? '') - Date.parse(traffic.firstFailure ?? '');
    return {
      findings: [
        `from the first failed request to all traffic on version ${before.version}: ${duration(healed)} of virtual time`,
        `${traffic.requests.toLocaleString('en')} requests, ${traffic.failed} failed, all on the green canary of ${ENDPOINT}`,
        `audit record ${record.seq}: ${record.reason}`,
      ],
      traffic,
    };
  },
};
