import { executionNotRedrivable } from '../errors.ts';
import type { Parts } from '../service-parts.ts';
import type { Execution } from './execution.ts';
import { redriveStatus } from './redrive-status.ts';

/** A client token is remembered for the last ten redrives and 15 minutes. Source: the API's RedriveExecution. */
const TOKENS = 10;
const TOKEN_MS = 15 * 60_000;

const BY_MAP_RUN = 'Execution was started by a Map Run; redrive the execution whose Map state it belongs to';

/** @throws ServiceError ExecutionNotRedrivable */
export async function redriveExecution({ cloud, interpreter }: Parts, execution: Execution, clientToken?: string) {
  const now = cloud.clock.now();
  const tokens = (execution.redriveTokens ?? []).filter(({ at }) => now - at <= TOKEN_MS);
  const known = tokens.find(({ token }) => token === clientToken);
  if (known !== undefined) return { redriveDate: new Date(known.at) };
  const { status, reason = BY_MAP_RUN } = redriveStatus(execution, now);
  if (status !== 'REDRIVABLE') throw executionNotRedrivable(reason);
  await interpreter.redrive(execution, (redriven) => {
    const own = clientToken === undefined ? [] : [{ token: clientToken, at: now }];
    redriven.redriveTokens = [...tokens, ...own].slice(-TOKENS);
  });
  return { redriveDate: new Date(execution.redrivenAt ?? now) };
}
