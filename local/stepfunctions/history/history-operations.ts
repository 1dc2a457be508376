import type { GetExecutionHistoryInput } from '@aws-sdk/client-sfn';
import { executionDoesNotExist } from '../errors.ts';
import { checkExecutionArn } from '../machines/arns.ts';
import { readOffset, writeOffset } from '../page.ts';
import type { Parts } from '../service-parts.ts';
import type { HistoryEvent } from './history-event.ts';

/** Parts of an event that are the execution's data. */
const DATA = new Set(['input', 'output', 'parameters', 'assignedVariables']);

export function historyOperations({ ledger }: Parts) {
  return {
    GetExecutionHistory(request: GetExecutionHistoryInput) {
      const { executionArn = '', reverseOrder = false, includeExecutionData = true, nextToken } = request;
      const execution = ledger.executions.get(checkExecutionArn(executionArn));
      if (execution === undefined) throw executionDoesNotExist(executionArn);
      const limit = request.maxResults || 100;
      const after = nextToken === undefined ? {} : { after: readOffset(nextToken) };
      const found = ledger.history.list(execution.number, { reverse: reverseOrder, limit: limit + 1, ...after });
      const events = found.slice(0, limit).map((event) => toApi(event, includeExecutionData));
      const last = events.at(-1);
      return { events, ...(found.length > limit && last && { nextToken: writeOffset(last.id) }) };
    },
  };
}

function toApi({ timestamp, ...event }: HistoryEvent, data: boolean) {
  const members = Object.entries(event).map(([name, value]) => [
    name,
    typeof value === 'object' && !data ? withoutData(value) : value,
  ]);
  return { ...(Object.fromEntries(members) as typeof event), timestamp: new Date(timestamp) };
}

function withoutData(details: object): object {
  return Object.fromEntries(Object.entries(details).filter(([name]) => !DATA.has(name)));
}
