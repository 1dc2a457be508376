import { ListModelPackagesCommand } from '@aws-sdk/client-sagemaker';
import { causingByLanding, ENDPOINT, expect, serving } from '../line.ts';
import type { Act } from './act.ts';

/** Share of the month, by time, whose delays are shuffled: what is trained on, not what it is tested on. */
const TRAINED_SHARE = 0.8;

export const worseModel: Act = {
  number: 4,
  title: 'A dataset that makes a worse model: the metric gate stops it',
  budgetMinutes: 60,
  async play(line) {
    const before = await line.act.facts.once('before', () => serving(line));
    const file = {
      path: await line.flights.monthWithShuffledDelays('2001-03', TRAINED_SHARE),
      name: '2001-03.parquet',
    };
    const run = await causingByLanding(line, [file]);
    expect(
      run.status === 'FAILED' && run.error === 'GateFailed',
      `the run was to end GateFailed, it ended ${run.status} ${run.error} ${run.cause}`,
    );
    const { registration } = run.data as { registration: { version: number; modelPackageArn: string } };
    const { ModelPackageSummaryList: versions } = await line.clients.sageMaker.send(
      new ListModelPackagesCommand({ ModelPackageGroupName: ENDPOINT }),
    );
    const status = versions?.find(
      ({ ModelPackageArn }) => ModelPackageArn === registration.modelPackageArn,
    )?.ModelApprovalStatus;
    expect(status === 'Rejected', `version ${registration.version} was to be registered Rejected, it is ${status}`);
    const now = await serving(line);
    expect(now.config === before.config, `what serves was to stay ${before.config}, it is ${now.config}`);
    return { findings: [`version ${registration.version} is registered Rejected with its evidence`, run.cause] };
  },
};
