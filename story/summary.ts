import { GetObjectCommand } from '@aws-sdk/client-s3';
import { DescribeModelPackageCommand, ListModelPackagesCommand } from '@aws-sdk/client-sagemaker';
import { runAndon } from './andon.ts';
import { readAudit, type StoredRecord } from './audit.ts';
import { ENDPOINT, expect, type Line, MODEL, serving } from './line.ts';
import { duration } from './narrator.ts';
import type { Progress } from './progress.ts';

type Row = Record<string, string>;
type Evidence = NonNullable<StoredRecord['evidence']>;

/** The end of the story: every version, the clock of each run, what serves, and whether the audit trail holds. */
export async function tellSummary(line: Line, { played }: Progress): Promise<void> {
  const audit = await readAudit(line);
  line.narrator.table('Versions', await versionRows(line, audit));
  const clocks = played.flatMap(({ result }) => (result.clock === undefined ? [] : [result.clock]));
  for (const { run, stages, totalSeconds } of clocks) {
    const rows = [...stages, { stage: 'from data landed to serving', seconds: totalSeconds }];
    line.narrator.table(
      `Stage clock of ${run}`,
      rows.map(({ stage, seconds }) => ({ stage, 'virtual time': duration(seconds * 1000) })),
    );
  }
  const now = await serving(line);
  line.narrator.note('');
  line.narrator.good(`${ENDPOINT} serves version ${now.version} (${now.config}), ${now.status}`);
  const verified = await runAndon(line.endpoint, ['audit', 'verify', MODEL, '--json']);
  expect(/"ok":\s*true/.test(verified), `npx andon audit verify was to say ok, it said ${verified}`);
  line.narrator.good(`npx andon audit verify: ok, ${audit.length} records`);
}

async function versionRows({ clients, deployment }: Line, audit: readonly StoredRecord[]): Promise<Row[]> {
  const { sageMaker, s3 } = clients;
  const listed = await sageMaker.send(
    new ListModelPackagesCommand({ ModelPackageGroupName: ENDPOINT, SortBy: 'CreationTime', SortOrder: 'Ascending' }),
  );
  const rows: Row[] = [];
  for (const { ModelPackageArn = '' } of listed.ModelPackageSummaryList ?? []) {
    const version = await sageMaker.send(new DescribeModelPackageCommand({ ModelPackageName: ModelPackageArn }));
    const { run = '', datasetId = '', verdict = '' } = version.CustomerMetadataProperties ?? {};
    const Key = `evaluations/${MODEL}/${run}/evaluation.json`;
    const { Body } = await s3.send(new GetObjectCommand({ Bucket: deployment.dataBucket, Key }));
    const { candidate } = JSON.parse((await Body?.transformToString()) ?? '{}') as {
      candidate?: { metrics?: Record<string, { value: number | null }> };
    };
    const when = (meant: (evidence: Evidence) => boolean) =>
      audit.find(({ evidence }) => evidence !== undefined && meant(evidence))?.time.slice(0, 16) ?? '';
    const number = version.ModelPackageVersion;
    const metric = (name: string) => candidate?.metrics?.[name]?.value?.toFixed(4) ?? '';
    rows.push({
      version: String(number),
      dataset: datasetId,
      auc: metric('auc'),
      'log-loss': metric('logLoss'),
      'observed/expected': metric('calibrationOe'),
      gates: verdict,
      approval: version.ModelApprovalStatus ?? '',
      released: when(({ outcome, version }) => outcome === 'Released' && version === number),
      'rolled back': when(
        ({ outcome, version, kind, before }) =>
          (outcome === 'RolledBack' && version === number) ||
          (outcome === 'Released' && kind === 'rollback' && String(before).endsWith(`-v${number}`)),
      ),
    });
  }
  return rows;
}
