import type { AuditTrail } from '../aws/audit-trail.ts';
import type { Endpoints } from '../aws/endpoints.ts';
import type { Ledger } from '../aws/ledger.ts';
import type { ModelRegistry } from '../aws/model-registry.ts';
import type { ObjectStore } from '../aws/object-store.ts';
import type { Workflows } from '../aws/workflows.ts';
import type { DeployedStage } from './adapters/deployed-stage.ts';
import type { Executions } from './adapters/executions.ts';
import type { Requests } from './adapters/requests.ts';

/** One deployed stage, as every command needs it. */
export interface CommandDeps {
  readonly stage: string;
  readonly deployed: DeployedStage;
  readonly ledger: Ledger;
  /** Evidence, and what versions were prepared with. */
  readonly data: Pick<ObjectStore, 'getJson' | 'head'>;
  readonly audit: AuditTrail;
  readonly registry: ModelRegistry;
  readonly executions: Executions;
  readonly workflows: Pick<Workflows, 'start'>;
  readonly endpoints: Pick<Endpoints, 'describe' | 'modelExists'>;
  readonly requests: Requests;
  /** ARN of the caller, whom audit records name. */
  readonly actor: () => Promise<string>;
  /** AWS's time. */
  readonly now: () => Date;
  /** Waits this many real milliseconds before looking again. */
  readonly sleep: (milliseconds: number) => Promise<void>;
}
