import { objectStoreAuditTrail } from '#aws/audit-trail.ts';
import { objectStoreLedger } from '#aws/ledger.ts';
import type { AuditRecord } from '#domain/audit/record.ts';
import type { Version } from '#domain/ledger/serving.ts';
import { type Catalog, type Data, Manifest } from '#domain/manifest/schema.ts';
import type { RetrainInput } from '#statemachines/retrain.data.ts';
import { fakeTrainingJobs, fakeTransformJobs } from './jobs.ts';
import { fakeModelRegistry } from './model-registry.ts';
import { fakeNotifications } from './notifications.ts';
import { fakeObjectStore } from './object-store.ts';
import { fakeProbeEndpoints } from './probe-endpoints.ts';
import { fakeWorkflows } from './workflows.ts';

type Changes = {
  readonly data?: Partial<Data>;
  readonly training?: object;
  readonly approval?: object;
  readonly paused?: boolean;
  readonly gates?: readonly object[];
};

/** A CSV of ids, days and whether they left, judged by AUC. */
export function churnManifest({ data, training, ...changes }: Changes = {}): Manifest {
  return Manifest.parse({
    model: 'churn',
    data: {
      quietMinutes: 5,
      format: 'csv',
      columns: {
        id: { type: 'string' },
        day: { type: 'timestamp' },
        spent: { type: 'number' },
        gone: { type: 'integer' },
      },
      label: { sql: 'gone', kind: 'binary' },
      eventTime: 'day',
      window: 2,
      holdout: { share: 0.3, minimumRows: 10 },
      ...data,
    },
    training: { image: 'xgboost:1.7-1', hyperparameters: { num_round: 10 }, capacityAttempts: 2, ...training },
    gates: [{ kind: 'absolute', name: 'auc', metric: 'auc', min: 0.6 }],
    ...changes,
  });
}

const prepareSql = 'SELECT id AS row_id, day AS event_time, gone AS label, spent FROM accepted';

/** Everything that intake and the functions of a run touch, in memory, with a clock that a test moves. */
export function retrainWorld(changes: Changes = {}) {
  let at = new Date('2026-03-01T00:00:00Z');
  let ids = 0;
  const now = () => at;
  const ledgerStore = fakeObjectStore('ledger', now);
  const data = fakeObjectStore('data', now);
  const catalog: Catalog = { churn: { manifest: churnManifest(changes), prepareSql, digest: 'd'.repeat(64) } };
  return {
    now,
    stage: 'dev',
    accountId: '111122223333',
    region: 'us-east-1',
    catalog,
    data,
    ledgerStore,
    ledger: objectStoreLedger({ store: ledgerStore, newId: () => `writer-${++ids}` }),
    audit: objectStoreAuditTrail({ store: ledgerStore, now, retention: { mode: 'GOVERNANCE' as const, days: 1 } }),
    registry: fakeModelRegistry(now),
    notifications: fakeNotifications(),
    workflows: fakeWorkflows(),
    trainingJobs: fakeTrainingJobs(),
    transformJobs: fakeTransformJobs(),
    probeEndpoints: fakeProbeEndpoints(),
    stateMachines: { retrain: 'retrain', release: 'release', rollback: 'rollback' },
    pass(minutes: number) {
      at = new Date(at.getTime() + minutes * 60_000);
    },
    /** Puts an object under the model's prefix, and gives the event of it. */
    async land(name: string, body = name) {
      const key = `landing/churn/${name}`;
      const { etag, versionId } = await data.put(key, body);
      const object = { key, size: body.length, etag: etag.replaceAll('"', ''), 'version-id': versionId };
      return { ...envelope('aws.s3', 'Object Created', at), detail: { bucket: { name: 'data' }, object } };
    },
    /** The input of a run as a landing, or a person, started it. */
    run(trigger: Partial<RetrainInput['trigger']> = {}, run = 'churn-000000000001-1'): RetrainInput {
      const kind = trigger.kind ?? 'landing';
      const whole = { kind, key: `${kind}:${run}`, at: at.toISOString(), actor: 's3', force: false, ...trigger };
      return { model: 'churn', run, generation: 1, trigger: whole };
    },
    async accept(...datasets: string[]) {
      const accepted = datasets.map((id) => ({ id, run: 'earlier', acceptedAt: at.toISOString() }));
      await this.ledger.accepted('churn').change(() => ({ write: { datasets: accepted }, result: undefined }));
    },
    /** Version 1 serves, made by the run whose name is given. */
    async crown(run = 'churn-000000000009-1') {
      const { number, arn, metadata } = this.registry.add('churn', { approval: 'Approved' });
      await this.registry.annotate(arn, { ...metadata, run });
      const champion = {
        version: { number, arn },
        configName: 'dev-churn-e1-v1',
        epoch: 1,
        release: 'r',
        since: at.toISOString(),
        past: [],
      };
      await this.ledger.champion('churn').change(() => ({ write: champion, result: undefined }));
      return champion;
    },
    /** A person pins a version; by default one of its own, made by the run whose name is given. */
    async pin(version?: Version, run = 'churn-000000000008-1') {
      const own = async () => {
        const { number, arn, metadata } = this.registry.add('churn', { approval: 'Approved' });
        await this.registry.annotate(arn, { ...metadata, run });
        return { number, arn };
      };
      const anchor = { version: version ?? (await own()), at: at.toISOString(), actor: 'ada', reason: '' };
      await this.ledger.anchor('churn').change(() => ({ write: anchor, result: undefined }));
      return anchor;
    },
    async recorded() {
      const records = (await this.audit.read('churn')) as AuditRecord[];
      return records.map(({ action, subject }) => `${action} ${subject}`);
    },
  };
}

export type RetrainWorld = ReturnType<typeof retrainWorld>;

/** What every event has around its detail. */
export function envelope(source: string, detailType: string, at: Date) {
  const id = 'event-1';
  const time = at.toISOString();
  return { id, source, 'detail-type': detailType, account: '111122223333', region: 'us-east-1', time, resources: [] };
}
