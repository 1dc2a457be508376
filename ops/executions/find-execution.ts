import { nearestHint } from '../../domain/manifest/nearest.ts';
import type { DeployedStage, WorkflowKind } from '../adapters/deployed-stage.ts';
import type { ExecutionDetail, ExecutionSummary, Executions } from '../adapters/executions.ts';
import { OperatorError } from '../operator-error.ts';
import { nextGeneration, parseExecutionName } from './execution-name.ts';

export const workflowKinds: readonly WorkflowKind[] = ['retrain', 'release', 'rollback'];

/** How many executions of a workflow are looked through for a model's: older ones are named to `andon show`. */
const RECENT = 1000;

export interface Lookup {
  readonly deployed: DeployedStage;
  readonly executions: Executions;
}

export interface FoundExecution {
  readonly kind: WorkflowKind;
  readonly execution: ExecutionDetail;
}

/** `...:stateMachine:<machine>` becomes `...:execution:<machine>:<name>`. */
export function executionArn({ deployed }: Pick<Lookup, 'deployed'>, kind: WorkflowKind, name: string): string {
  return `${deployed.stateMachines[kind].stateMachine.replace(':stateMachine:', ':execution:')}:${name}`;
}

/** Finds a run, release or rollback by its name, or by its ARN. @throws OperatorError UNKNOWN_RUN with the nearest recent name */
export async function findExecution(lookup: Lookup, nameOrArn: string): Promise<FoundExecution> {
  const name = nameOrArn.slice(nameOrArn.lastIndexOf(':') + 1);
  for (const kind of workflowKinds) {
    const execution = await lookup.executions.describe(executionArn(lookup, kind, name));
    if (execution !== undefined) return { kind, execution };
  }
  const known: string[] = [];
  for (const kind of workflowKinds)
    for await (const { name: recent } of recentOf(lookup, kind, 100)) known.push(recent);
  throw new OperatorError(
    'UNKNOWN_RUN',
    `${lookup.deployed.stackName} has no run, release or rollback named ${name}.${nearestHint(name, known)} List them with: npx andon runs`,
  );
}

/** The newest generation of a business key, from a name of it on; undefined when not even that one was started. */
export async function latestGeneration(
  lookup: Lookup,
  kind: WorkflowKind,
  name: string,
): Promise<ExecutionDetail | undefined> {
  const execution = await lookup.executions.describe(executionArn(lookup, kind, name));
  const parsed = parseExecutionName(name);
  if (execution === undefined || parsed === undefined) return execution;
  return (await latestGeneration(lookup, kind, nextGeneration(parsed))) ?? execution;
}

/** Recent executions of a workflow that bear the product's names, the latest first. */
export async function* recentOf(
  { deployed, executions }: Lookup,
  kind: WorkflowKind,
  most = RECENT,
): AsyncIterable<ExecutionSummary & { readonly model: string }> {
  let seen = 0;
  for await (const execution of executions.list(deployed.stateMachines[kind].stateMachine)) {
    const model = parseExecutionName(execution.name)?.model;
    if (model !== undefined) yield { ...execution, model };
    seen += 1;
    if (seen >= most) return;
  }
}
