import { objectStoreAuditTrail } from '#aws/audit-trail.ts';
import { objectStoreLedger } from '#aws/ledger.ts';
import type { AuditRecord } from '#domain/audit/record.ts';
import type { Traffic } from '#domain/judge/settled-minute.ts';
import { type Catalog, Manifest } from '#domain/manifest/schema.ts';
import type { ProbeAnswer } from '#domain/release-plan/probe-verdict.ts';
import type { ReleaseInput } from '#statemachines/release.data.ts';
import { fakeSignals } from './deployment-signals.ts';
import { fakeEndpoints } from './endpoints.ts';
import { exampleMetadata, fakeModelRegistry } from './model-registry.ts';
import { fakeNotifications } from './notifications.ts';
import { fakeObjectStore } from './object-store.ts';
import { fakeProbeEndpoints } from './probe-endpoints.ts';
import { fakeWorkflows } from './workflows.ts';

export const ENDPOINT = 'dev-churn';

const document = {
  model: 'churn',
  data: {
    format: 'csv',
    columns: { id: { type: 'string' } },
    label: { sql: 'left', kind: 'binary' },
    eventTime: 'at',
    window: 2,
    holdout: {},
  },
  training: { image: 'xgboost:1.7-1', hyperparameters: { num_round: 10 } },
  gates: [{ kind: 'absolute', name: 'auc', metric: 'auc', min: 0.6 }],
  release: { instances: 10, traffic: { type: 'canary', size: 1, waitMinutes: 10 }, bakeMinutes: 5, probes: 3 },
};

/** Everything the functions of a release and a rollback touch, in memory, with a clock that a test moves; `quality` as in a manifest. */
export function releaseWorld(quality?: object) {
  const manifest = Manifest.parse({ ...document, release: { ...document.release, ...(quality && { quality }) } });
  let at = new Date('2026-03-01T00:00:00Z');
  const now = () => at;
  const store = fakeObjectStore('ledger', now);
  const data = fakeObjectStore('data', now);
  const signals = fakeSignals();
  let ids = 0;
  const catalog: Catalog = { churn: { manifest, prepareSql: 'SELECT 1', digest: 'd'.repeat(64) } };
  const fill = (
    all: Map<string, Map<string, Traffic>>,
    name: string,
    { minutes, traffic }: { minutes: number; traffic: Traffic },
  ) => {
    const filled = all.get(name) ?? new Map<string, Traffic>();
    for (let minute = 0; minute < minutes; minute += 1) {
      filled.set(new Date(at.getTime() + minute * 60_000).toISOString(), traffic);
    }
    all.set(name, filled);
  };
  const asked: string[] = [];
  const sent: { endpointName: string; rows: readonly string[] }[] = [];
  const world = {
    now,
    store,
    data,
    sent,
    /** How a first endpoint answers a row. */
    answer: (_row: string): ProbeAnswer => ({ body: '0.5' }),
    ...signals,
    stage: 'dev',
    catalog,
    servingRoleArn: 'arn:aws:iam::000000000000:role/serving',
    ledger: objectStoreLedger({ store, newId: () => `writer-${++ids}` }),
    audit: objectStoreAuditTrail({ store, now, retention: { mode: 'GOVERNANCE', days: 1 } }),
    registry: fakeModelRegistry(now),
    endpoints: fakeEndpoints(),
    probeEndpoints: fakeProbeEndpoints(),
    notifications: fakeNotifications(),
    /** Models whose labels were asked to be judged. */
    asked,
    judgements: { request: async (model: string) => void asked.push(model) },
    newId: () => `writer-${++ids}`,
    workflows: fakeWorkflows(),
    probes: {
      async send(endpointName: string, rows: readonly string[]) {
        sent.push({ endpointName, rows });
        return rows.map((row) => world.answer(row));
      },
    },
    releaseStateMachine: 'release',
    rollbackStateMachine: 'rollback',
    retrainStateMachine: 'retrain',
    pass(minutes: number) {
      at = new Date(at.getTime() + minutes * 60_000);
    },
    /** Version 1 serves with epoch 1, as its own release left it. */
    async serveFirst() {
      const version = world.registry.add('churn', { approval: 'Approved' });
      const configName = `${ENDPOINT}-e1-v1`;
      world.endpoints.models.add(`${ENDPOINT}-v1`);
      world.endpoints.states.set(ENDPOINT, { status: 'InService', configName, failureReason: '' });
      const champion = {
        version: { number: 1, arn: version.arn },
        configName,
        epoch: 1,
        release: 'r1',
        since: at.toISOString(),
        past: [],
      };
      await world.ledger.champion('churn').change(() => ({ write: champion, result: undefined }));
      const free = { owner: '', epoch: 1, leaseUntil: at.toISOString() };
      await world.ledger.lease('churn').change(() => ({ write: free, result: undefined }));
      return champion;
    },
    /** The input of a release of a new, approved version that was judged against `championVersion`. */
    approve(championVersion?: number): ReleaseInput {
      const metadata = { ...exampleMetadata, ...(championVersion === undefined ? {} : { championVersion }) };
      const { number, arn } = world.registry.add('churn', { approval: 'Approved', metadata });
      const trigger = {
        kind: 'approval',
        key: `approval:${arn}@now`,
        at: at.toISOString(),
        actor: 'ada',
        reason: '',
      } as const;
      return { model: 'churn', release: `churn-v${number}-1`, generation: 1, version: { number, arn }, trigger };
    },
    /** Actions and subjects in the audit trail, in order. */
    async recorded() {
      const records = (await world.audit.read('churn')) as AuditRecord[];
      return records.map(({ action, subject }) => `${action} ${subject}`);
    },
    /** Traffic of both fleets in the minutes from now on: requests, and how many of them were answered 5xx. */
    serve(minutes: number, fleets: Record<string, { requests: number; failures: number }>) {
      for (const [configName, traffic] of Object.entries(fleets)) {
        fill(signals.metrics.served, configName, { minutes, traffic });
      }
    },
    /** What another metric counts of a config in the minutes from now on. */
    count(minutes: number, series: string, traffic: { requests: number; failures: number }) {
      fill(signals.metrics.counted, series, { minutes, traffic });
    },
  };
  return world;
}

export type ReleaseWorld = ReturnType<typeof releaseWorld>;
