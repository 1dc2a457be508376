import type { DescribeMapRunInput, ListMapRunsInput, UpdateMapRunInput } from '@aws-sdk/client-sfn';
import { executionDoesNotExist, resourceNotFound, validation } from '../errors.ts';
import type { Ledger } from '../ledger.ts';
import { checkExecutionArn, checkMapRunArn } from '../machines/arns.ts';
import { pageOf } from '../page.ts';
import type { Parts } from '../service-parts.ts';
import { describeMapRun, summarizeMapRun } from './describe-map-run.ts';
import type { MapRun } from './map-run.ts';

export function mapRunOperations({ cloud, ledger, interpreter }: Parts) {
  return {
    DescribeMapRun: ({ mapRunArn = '' }: DescribeMapRunInput) =>
      describeMapRun(mapRunAt(ledger, mapRunArn), ledger, cloud.clock.now()),

    /** Latest start first. */
    ListMapRuns({ executionArn = '', ...page }: ListMapRunsInput) {
      if (!ledger.executions.has(checkExecutionArn(executionArn))) throw executionDoesNotExist(executionArn);
      const own = ledger.mapRuns.values().filter(({ execution }) => execution === executionArn);
      const { items, ...next } = pageOf(own.reverse(), page);
      return { mapRuns: items.map(summarizeMapRun), ...next };
    },

    async UpdateMapRun({ mapRunArn = '', ...changes }: UpdateMapRunInput) {
      const mapRun = mapRunAt(ledger, mapRunArn);
      checkChanges(mapRun, changes);
      await interpreter.update(mapRun, () => {
        mapRun.maxConcurrency = changes.maxConcurrency ?? mapRun.maxConcurrency;
        mapRun.toleratedFailureCount = changes.toleratedFailureCount ?? mapRun.toleratedFailureCount;
        mapRun.toleratedFailurePercentage = changes.toleratedFailurePercentage ?? mapRun.toleratedFailurePercentage;
      });
      return {};
    },
  };
}

/** @throws ServiceError ResourceNotFound, InvalidArn */
export function mapRunAt({ mapRuns }: Ledger, arn: string): MapRun {
  const mapRun = mapRuns.get(checkMapRunArn(arn));
  if (mapRun === undefined) throw resourceNotFound(arn);
  return mapRun;
}

type Changes = Omit<UpdateMapRunInput, 'mapRunArn'>;

function checkChanges({ status, stage }: MapRun, changes: Changes): void {
  const { maxConcurrency = 0, toleratedFailureCount = 0, toleratedFailurePercentage = 0 } = changes;
  if (status !== 'RUNNING') throw validation(`The Map Run is ${status}; only one that is RUNNING can be updated.`);
  if (stage === 'writing') throw validation('The children of the Map Run have ended; it can no longer be updated.');
  if (Math.min(maxConcurrency, toleratedFailureCount, toleratedFailurePercentage) < 0) {
    throw validation('maxConcurrency, toleratedFailureCount and toleratedFailurePercentage must not be negative.');
  }
  if (toleratedFailurePercentage > 100) throw validation('toleratedFailurePercentage must not be above 100.');
}
