import { objectStoreAuditTrail } from '#aws/audit-trail.ts';
import { objectStoreLedger } from '#aws/ledger.ts';
import type { Champion } from '#domain/ledger/champion.ts';
import type { EndpointState } from '#domain/release-plan/endpoint-state.ts';
import type { DeployedStage, WorkflowKind } from '../../ops/adapters/deployed-stage.ts';
import type { RetrainRequest, RollbackRequest } from '../../ops/adapters/requests.ts';
import type { CommandDeps } from '../../ops/command-deps.ts';
import { type FakeExecutions, fakeExecutions } from './executions.ts';
import { type FakeModelRegistry, fakeModelRegistry } from './model-registry.ts';
import { type FakeObjectStore, fakeObjectStore } from './object-store.ts';

/** A deployed stage in memory, with the models churn and flight-delays. */
export interface FakeCommandDeps extends CommandDeps {
  readonly store: FakeObjectStore;
  readonly data: FakeObjectStore;
  /** Names of the SageMaker Models there are. */
  readonly models: Set<string>;
  readonly registry: FakeModelRegistry;
  readonly executions: FakeExecutions;
  readonly asked: (
    | ({ readonly kind: 'retrain' } & RetrainRequest)
    | ({ readonly kind: 'rollback' } & RollbackRequest)
  )[];
  readonly started: { readonly alias: string; readonly name: string; readonly input: unknown }[];
  readonly endpointStates: Map<string, EndpointState>;
  /** Called when an event was put, to start what it asks for. */
  onAsked: (eventId: string) => void;
  readonly crown: (model: string, champion?: Partial<Champion>) => Promise<Champion>;
  readonly machine: (kind: WorkflowKind) => string;
}

const machineArn = (kind: string) => `arn:aws:states:us-east-1:000000000000:stateMachine:andon-dev-${kind}`;
const arns = (kind: WorkflowKind) => ({ stateMachine: machineArn(kind), alias: `${machineArn(kind)}:live` });

export const deployedStage: DeployedStage = {
  stackName: 'andon-dev',
  region: 'us-east-1',
  models: ['churn', 'flight-delays'],
  dataBucket: 'data',
  ledgerBucket: 'ledger',
  notificationsTopic: 'arn:aws:sns:us-east-1:000000000000:andon-dev',
  stateMachines: { retrain: arns('retrain'), release: arns('release'), rollback: arns('rollback') },
  auditRetention: { mode: 'GOVERNANCE', days: 1 },
};

export const OPERATOR = 'arn:aws:iam::000000000000:user/ada';

export function fakeCommandDeps(): FakeCommandDeps {
  const now = () => new Date('2026-03-02T12:00:00Z');
  const store = fakeObjectStore('ledger', now);
  let ids = 0;
  const newId = () => {
    ids += 1;
    return `writer-${ids}`;
  };
  const ledger = objectStoreLedger({ store, newId });
  const executions = fakeExecutions();
  const endpointStates = new Map<string, EndpointState>();
  const models = new Set<string>();
  const ask = (eventId: string) => {
    fake.onAsked(eventId);
    return eventId;
  };
  const fake: FakeCommandDeps = {
    stage: 'dev',
    deployed: deployedStage,
    store,
    data: fakeObjectStore('data', now),
    models,
    ledger,
    audit: objectStoreAuditTrail({ store, now, retention: deployedStage.auditRetention }),
    registry: fakeModelRegistry(now),
    executions,
    endpoints: { describe: async (name) => endpointStates.get(name), modelExists: async (name) => models.has(name) },
    endpointStates,
    asked: [],
    started: [],
    onAsked: () => undefined,
    requests: {
      async retrain(request) {
        fake.asked.push({ kind: 'retrain', ...request });
        return ask(`event-${fake.asked.length}`);
      },
      async rollback(request) {
        fake.asked.push({ kind: 'rollback', ...request });
        return ask(`event-${fake.asked.length}`);
      },
    },
    workflows: {
      async start(alias, name, input) {
        fake.started.push({ alias, name, input });
        return { outcome: 'started', executionArn: executions.add(alias.replace(/:live$/, ''), { name, input }).arn };
      },
    },
    actor: async () => OPERATOR,
    now,
    sleep: async () => undefined,
    machine: machineArn,
    async crown(model, changes = {}) {
      const arn = `arn:aws:sagemaker:us-east-1:000000000000:model-package/dev-${model}/1`;
      const champion: Champion = {
        version: { number: 1, arn },
        configName: `dev-${model}-e1-v1`,
        epoch: 1,
        release: `${model}-aaaaaaaaaaaa-1`,
        since: '2026-03-01T06:00:00.000Z',
        past: [],
        ...changes,
      };
      return ledger.champion(model).change(() => ({ write: champion, result: champion }));
    },
  };
  return fake;
}

/** Nobody to ask: there is no terminal. */
export const nobody = { confirm: async () => undefined };
