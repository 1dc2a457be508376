import type { DescribeEndpointCommandOutput } from '@aws-sdk/client-sagemaker';
import { endpointState } from '#aws/endpoint-shapes.ts';
import { AuditRecord } from '#domain/audit/record.ts';
import type { Champion } from '#domain/ledger/champion.ts';
import type { RunRecord } from '#domain/ledger/records.ts';
import { parseEndpointConfigName, parseProbeEndpointName } from '#domain/naming.ts';
import { ledgerKeys } from '#domain/object-keys.ts';
import type { EndpointState } from '#domain/release-plan/endpoint-state.ts';
import { configCollection, endpointCollection } from '../../local/sagemaker/endpoints/records.ts';
import { type JobRecord, jobCollection } from '../../local/sagemaker/jobs/job-record.ts';
import { type PackageRecord, packageCollection } from '../../local/sagemaker/registry/package-record.ts';
import type { Execution } from '../../local/stepfunctions/executions/execution.ts';
import { MODEL } from './catalog.ts';
import { STAGE } from './deps.ts';
import type { History } from './history.ts';
import { Peek } from './peek.ts';
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
  readonly jobs: readonly JobRecord[];
  readonly packages: readonly PackageRecord[];
  /** Endpoints and configs that candidates are probed on. */
  readonly probes: readonly string[];
}

export interface Audit {
  readonly stored: readonly unknown[];
  readonly records: readonly AuditRecord[];
}

/** Read straight from the services, past the clients, since it is done after every look. */
export async function readFacts({ cloud, history, schedule, endpoint }: World): Promise<Facts> {
  const ledger = new Peek(cloud, 'ledger');
  const executions = cloud.store.collection<Execution>('sfn.executions').values();
  const runs = new Map<string, RunRecord>();
  for (const { name } of executions) {
    const record = await ledger.json<RunRecord>(ledgerKeys.run(name));
    if (record !== undefined) runs.set(name, record);
  }
  const described = await cloud
    .call('sagemaker', 'DescribeEndpoint', { EndpointName: endpoint })
    .catch(() => undefined);
  return {
    schedule,
    history,
    executions,
    runs,
    waits: await ledger.keys('waits/'),
    deferred: await ledger.keys(ledgerKeys.deferredPrefix(MODEL)),
    endpoint: described === undefined ? undefined : endpointState(described as DescribeEndpointCommandOutput),
    champion: await ledger.json<Champion>(ledgerKeys.champion(MODEL)),
    paused: (await ledger.json<{ paused: boolean }>(ledgerKeys.paused(MODEL)))?.paused === true,
    jobs: jobCollection(cloud).values(),
    packages: packageCollection(cloud).values(),
    probes: [...endpointCollection(cloud).values(), ...configCollection(cloud).values()]
      .map(({ name }) => name)
      .filter((name) => parseProbeEndpointName(STAGE, name) !== undefined),
  };
}

/** The audit trail of the model: as stored, and what of it can be read. */
export async function readAudit({ deps }: World): Promise<Audit> {
  const stored = await deps.audit.read(MODEL);
  return { stored, records: stored.flatMap((record) => AuditRecord.safeParse(record).data ?? []) };
}

export function versionOf(configName: string): number {
  return parseEndpointConfigName(configName)?.version ?? 0;
}

export function epochOf(configName: string): number {
  return parseEndpointConfigName(configName)?.epoch ?? 0;
}
