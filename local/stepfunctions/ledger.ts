import type { Collection } from '../store/collection.ts';
import type { Store } from '../store/store.ts';
import type { Execution } from './executions/execution.ts';
import { ExecutionIndex } from './executions/execution-index.ts';
import { History } from './history/history.ts';
import type { Frame } from './interpreter/frame.ts';
import type { Machine, MachineAlias, MachineVersion, Revision } from './machines/machine.ts';
import { ChildInputs } from './map-runs/child-inputs.ts';
import type { MapRun } from './map-runs/map-run.ts';

/** Everything Step Functions keeps. Machines, versions, aliases and map runs by ARN, revisions by id, frames by their key. */
export interface Ledger {
  readonly store: Store;
  readonly machines: Collection<Machine>;
  readonly revisions: Collection<Revision>;
  readonly versions: Collection<MachineVersion>;
  readonly aliases: Collection<MachineAlias>;
  readonly tags: Collection<Readonly<Record<string, string>>>;
  readonly executions: Collection<Execution>;
  readonly index: ExecutionIndex;
  readonly mapRuns: Collection<MapRun>;
  readonly childInputs: ChildInputs;
  readonly frames: Collection<Frame>;
  readonly secrets: Collection<string>;
  readonly history: History;
}

export function openLedger(store: Store): Ledger {
  const executions = store.collection<Execution>('sfn.executions');
  return {
    store,
    machines: store.collection('sfn.machines'),
    revisions: store.collection('sfn.revisions'),
    versions: store.collection('sfn.versions'),
    aliases: store.collection('sfn.aliases'),
    tags: store.collection('sfn.tags'),
    executions,
    index: new ExecutionIndex(executions),
    mapRuns: store.collection('sfn.mapRuns'),
    childInputs: new ChildInputs(store),
    frames: store.collection('sfn.frames'),
    secrets: store.collection('sfn.secrets'),
    history: new History(store),
  };
}
