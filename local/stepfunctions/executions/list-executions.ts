import type { ListExecutionsInput } from '@aws-sdk/client-sfn';
import { validation } from '../errors.ts';
import type { Ledger } from '../ledger.ts';
import { parseMachineArn } from '../machines/arns.ts';
import { machineAt } from '../machines/machine-store.ts';
import { mapRunAt } from '../map-runs/map-run-operations.ts';
import { pageOf } from '../page.ts';
import { summarize, summarizeChild } from './describe-execution.ts';

/** The executions of a machine, or the children of a Map Run, latest start first. */
export function listExecutions(ledger: Ledger, input: ListExecutionsInput) {
  const { stateMachineArn, mapRunArn, statusFilter, redriveFilter, ...page } = input;
  if ((stateMachineArn === undefined) === (mapRunArn === undefined)) {
    throw validation('ListExecutions needs either a stateMachineArn or a mapRunArn.');
  }
  if (mapRunArn === undefined && statusFilter === 'PENDING_REDRIVE') {
    throw validation('The statusFilter PENDING_REDRIVE needs a mapRunArn.');
  }
  const all = mapRunArn === undefined ? ofMachine(ledger, stateMachineArn ?? '') : ofMapRun(ledger, mapRunArn);
  const wanted = all.filter(
    ({ status, redriveCount }) =>
      (statusFilter === undefined || status === statusFilter) &&
      (redriveFilter === undefined || redriveCount > 0 === (redriveFilter === 'REDRIVEN')),
  );
  const { items, ...next } = pageOf(wanted, page);
  return { executions: items, ...next };
}

function ofMachine(ledger: Ledger, arn: string) {
  const { machine, qualifier } = parseMachineArn(arn);
  machineAt(ledger, machine);
  const all = ledger.index.of(machine);
  const own = all.filter(({ versionArn, aliasArn }) => qualifier === undefined || [versionArn, aliasArn].includes(arn));
  return own.map(summarize);
}

function ofMapRun(ledger: Ledger, arn: string) {
  const mapRun = mapRunAt(ledger, arn);
  return ledger.index
    .childrenOf(mapRun)
    .reverse()
    .map((child) => summarizeChild(child, mapRun));
}
