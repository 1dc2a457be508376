import { AuditRecord } from '#domain/audit/record.ts';
import type { Champion } from '#domain/ledger/champion.ts';
import type { RunRecord } from '#domain/ledger/records.ts';
import { parseEndpointConfigName } from '#domain/naming.ts';
import type { EndpointState } from '#domain/release-plan/endpoint-state.ts';
import { type JobRecord, jobCollection } from '../../local/sagemaker/jobs/job-record.ts';
import { type PackageRecord, packageCollection } from '../../local/sagemaker/registry/package-record.ts';
import type { Execution } from '../../local/sfn.executions/execution.ts';
import { MODEL } from './catalog.ts';
import type { History } from './history.ts';
import type { Schedule } from './schedule.ts';
import type { World } from './world.ts';

/** All that the checks look at once a schedule is over. */
export interface Facts {
  readonly schedule: Schedule;
  readonly history: History;
  readonly executions: readonly Execution[];
  readonly runs: ReadonlyMap<string, RunRecord>;
  readonly waits: readonly string[];
  readonly deferred: readonly string[];
  readonly endpoint: EndpointState | undefined;
  readonly champion: Champion | undefined;
  readonly paused: boolean;
  /** As stored, and what of it can be read. */
  readonly stored: readonly unknown[];
  readonly audit: readonly AuditRecord[];
  readonly jobs: readonly JobRecord[];
  readonly packages: readonly PackageRecord[];
}

export async function readFacts({ cloud, deps, history, schedule, endpoint }: World): Promise<Facts> {
  const executions = cloud.store.collection<Execution>('sfn.executions').values();
  const runs = new Map<string, RunRecord>();
  for (const { name } of executions) {
    const record = await deps.ledger.run(name).read();
    if (record !== undefined) runs.set(name, record);
  }
  const keys = async (prefix: string) => (await Array.fromAsync(deps.ledgerStore.list(prefix))).map(({ key }) => key);
  const stored = await deps.audit.read(MODEL);
  return {
    schedule,
    history,
    executions,
    runs,
    waits: await keys('waits/'),
    deferred: await keys(`models/${MODEL}/deferred/`),
    endpoint: await deps.endpoints.describe(endpoint),
    champion: await deps.ledger.champion(MODEL).read(),
    paused: (await deps.ledger.paused(MODEL).read())?.paused === true,
    stored,
    audit: stored.flatMap((record) => AuditRecord.safeParse(record).data ?? []),
    jobs: jobCollection(cloud).values(),
    packages: packageCollection(cloud).values(),
  };
}

export function versionOf(configName: string): number {
  return parseEndpointConfigName(configName)?.version ?? 0;
}

export function epochOf(configName: string): number {
  return parseEndpointConfigName(configName)?.epoch ?? 0;
}
