import * as z from 'zod';
import type { WorkflowKind } from '../adapters/deployed-stage.ts';
import type { ExecutionSummary } from '../adapters/executions.ts';
import type { CommandDeps } from '../command-deps.ts';
import { recentOf, workflowKinds } from '../executions/find-execution.ts';
import { openState } from '../executions/history.ts';
import { chosenModels } from '../models.ts';
import { paintStatus } from '../output/style.ts';
import { table } from '../output/table.ts';
import { secondsBetween, shortDuration, shortTime } from '../output/time.ts';
import { defineCommand, optionalModelArgument } from './command.ts';

interface ListedRun extends ExecutionSummary {
  readonly kind: WorkflowKind;
  readonly model: string;
  readonly seconds: number;
  /** Where it ended, or stands, and the error it ended with. */
  readonly at?: string;
  readonly error?: string;
}

const failed = new Set(['FAILED', 'TIMED_OUT', 'ABORTED']);

export const runs = defineCommand({
  name: 'runs',
  summary: 'runs, releases and rollbacks, the latest first',
  arguments: [optionalModelArgument],
  options: [
    { flags: '--failed', description: 'only those that failed, or whose line was stopped' },
    { flags: '--limit <n>', description: 'at most this many (20)' },
  ],
  input: z.object({
    model: z.string().optional(),
    failed: z.boolean().default(false),
    limit: z.coerce.number('a limit is a whole number, such as 20').int().positive().default(20),
  }),
  async run({ model, failed: failedOnly, limit }, deps) {
    const models = chosenModels(deps.deployed, model);
    const found: (ExecutionSummary & { kind: WorkflowKind; model: string })[] = [];
    for (const kind of workflowKinds) {
      let taken = 0;
      for await (const execution of recentOf(deps, kind)) {
        if (!models.includes(execution.model) || (failedOnly && !failed.has(execution.status))) continue;
        found.push({ ...execution, kind });
        taken += 1;
        if (taken === limit) break;
      }
    }
    const latest = found.sort((a, b) => (a.startedAt < b.startedAt ? 1 : -1)).slice(0, limit);
    const listed: ListedRun[] = [];
    for (const execution of latest) listed.push(await withEnd(deps, execution));
    return {
      code: 0,
      document: { runs: listed },
      text: (style) =>
        table(
          style,
          ['started', 'kind', 'name', 'status', 'took', 'where'],
          listed.map(({ startedAt, kind, name, status, seconds, at, error, redriveCount }) => [
            shortTime(startedAt),
            kind,
            name,
            { text: status, paint: () => paintStatus(style, status) },
            shortDuration(seconds),
            [at, error === at ? undefined : error, redriveCount > 0 ? `redriven ${redriveCount}x` : undefined]
              .filter((part) => part !== undefined)
              .join(', '),
          ]),
        ) || (failedOnly ? 'Nothing has failed.' : 'Nothing has run yet. Land data, or run: npx andon retrain <model>'),
    };
  },
});

async function withEnd(
  { executions, now }: CommandDeps,
  execution: ExecutionSummary & { kind: WorkflowKind; model: string },
): Promise<ListedRun> {
  const { arn, startedAt, stoppedAt, status } = execution;
  const seconds = secondsBetween(startedAt, stoppedAt ?? now().toISOString());
  if (status === 'SUCCEEDED') return { ...execution, seconds };
  const at = openState(await executions.history(arn))?.state;
  const error = failed.has(status) ? (await executions.describe(arn))?.error : undefined;
  return { ...execution, seconds, ...(at === undefined ? {} : { at }), ...(error === undefined ? {} : { error }) };
}
