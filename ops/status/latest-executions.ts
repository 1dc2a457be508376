import type { WorkflowKind } from '../adapters/deployed-stage.ts';
import type { ExecutionSummary } from '../adapters/executions.ts';
import { parseExecutionName } from '../executions/execution-name.ts';
import { type Lookup, recentOf, workflowKinds } from '../executions/find-execution.ts';

/** What runs now, and each model's latest run. */
export interface LatestExecutions {
  readonly running: readonly (ExecutionSummary & { readonly kind: WorkflowKind; readonly model: string })[];
  readonly retrain: ReadonlyMap<string, ExecutionSummary>;
}

export async function latestExecutions(lookup: Lookup, models: readonly string[]): Promise<LatestExecutions> {
  const running: LatestExecutions['running'][number][] = [];
  for (const kind of workflowKinds) {
    const { stateMachine } = lookup.deployed.stateMachines[kind];
    for await (const execution of lookup.executions.list(stateMachine, 'RUNNING')) {
      const model = parseExecutionName(execution.name)?.model;
      if (model !== undefined) running.push({ ...execution, kind, model });
    }
  }
  const retrain = new Map<string, ExecutionSummary>();
  for await (const { model, ...execution } of recentOf(lookup, 'retrain')) {
    if (models.includes(model) && !retrain.has(model)) retrain.set(model, execution);
    if (retrain.size === models.length) break;
  }
  return { running, retrain };
}
