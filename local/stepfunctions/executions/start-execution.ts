import type { StartExecutionInput } from '@aws-sdk/client-sfn';
import { executionAlreadyExists, invalidExecutionInput, validation } from '../errors.ts';
import { statusEvent } from '../interpreter/status-event.ts';
import { bytesOf, MAX_PAYLOAD_BYTES } from '../json.ts';
import { checkName, executionArn } from '../machines/arns.ts';
import { type Target, targetAt } from '../machines/machine-store.ts';
import type { Parts } from '../service-parts.ts';
import type { Execution } from './execution.ts';
import { startedEvent } from './started-event.ts';

/** A closed execution's name can be used again after this. Source: the API's StartExecution. */
const RETENTION_MS = 90 * 86_400_000;

/**
 * Starts an execution. The same name with the same input while it runs answers with the running one; any other reuse of a
 * name is ExecutionAlreadyExists. Source: recorded on AWS 2024-08-21.
 */
export function startExecution(parts: Parts, request: StartExecutionInput) {
  const { cloud, ledger, interpreter } = parts;
  const { stateMachineArn = '', input = '{}' } = request;
  const target = targetAt(ledger, stateMachineArn, () => cloud.random());
  const name = checkName(request.name ?? cloud.uuid());
  checkInput(input);
  const arn = executionArn(cloud, target.machine.name, name);
  const known = ledger.executions.get(arn);
  const now = cloud.clock.now();
  if (known?.status === 'RUNNING' && known.input === input) return answer(known);
  if (known !== undefined && now - (known.stoppedAt ?? now) <= RETENTION_MS) throw executionAlreadyExists(arn);

  const execution: Execution = {
    arn,
    name,
    number: ledger.index.next(),
    ...whatRuns(target),
    input,
    startedAt: now,
    status: 'RUNNING',
    lastEvent: 1,
    lastFrame: 0,
    redriveCount: 0,
  };
  ledger.store.transaction(() => {
    ledger.executions.set(arn, execution);
    ledger.history.append(execution.number, {
      id: 1,
      previousEventId: 0,
      timestamp: now,
      ...startedEvent(execution),
    });
    cloud.emit(statusEvent(execution));
  });
  ledger.index.add(execution);
  interpreter.start(execution);
  return answer(execution);
}

function whatRuns({ machine, revisionId, version, alias }: Target) {
  return {
    machineArn: machine.arn,
    revisionId,
    roleArn: machine.roleArn,
    ...(version !== undefined && { versionArn: version.arn }),
    ...(alias !== undefined && { aliasArn: alias.arn }),
  };
}

function answer({ arn, startedAt }: Execution) {
  return { executionArn: arn, startDate: new Date(startedAt) };
}

function checkInput(input: string): void {
  if (bytesOf(input) > MAX_PAYLOAD_BYTES) {
    throw validation(
      "1 validation error detected: Value at 'input' failed to satisfy constraint: Member must have length less than or equal to 262144",
    );
  }
  try {
    JSON.parse(input);
  } catch (error) {
    throw invalidExecutionInput((error as Error).message);
  }
}
