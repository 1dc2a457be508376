import * as z from 'zod';
import { findExecution } from '../executions/find-execution.ts';
import { openState, stagesOf, stateTransitions, transitionsCost } from '../executions/history.ts';
import { madeBy } from '../executions/made.ts';
import { describeStage } from '../output/describe-stage.ts';
import { paintStatus } from '../output/style.ts';
import { pairs, table } from '../output/table.ts';
import { secondsBetween, shortDuration, shortTime } from '../output/time.ts';
import { trafficTable, watchedMetrics } from '../output/traffic-table.ts';
import { liveQuality, liveQualityLines } from '../quality/live-quality.ts';
import { defineCommand } from './command.ts';

/** A choice is no stage; the other types are what an operator waits for. */
const uninteresting = new Set(['Choice', 'Pass']);

export const show = defineCommand({
  name: 'show',
  summary: 'one run, release or rollback: its stages, verdicts, evidence and cost',
  arguments: [{ term: '<run>', description: 'name or ARN of the execution' }],
  options: [],
  input: z.object({ run: z.string() }),
  async run({ run }, deps) {
    const { kind, execution } = await findExecution(deps, run);
    const history = await deps.executions.history(execution.arn);
    const all = stagesOf(history);
    const stages = all
      .filter(({ type }) => !uninteresting.has(type))
      .map(({ data, ...stage }) => {
        const finding = stage.exitedAt === undefined ? undefined : describeStage(stage.state, data);
        return { ...stage, ...(finding === undefined ? {} : { finding }) };
      });
    const data = { ...(execution.input as object | undefined), ...all.at(-1)?.data };
    const transitions = stateTransitions(history);
    const { name, status, startedAt, stoppedAt, error, cause, redriveCount } = execution;
    const seconds = secondsBetween(startedAt, stoppedAt ?? deps.now().toISOString());
    const open = status === 'SUCCEEDED' ? undefined : openState(history);
    const made = madeBy(data);
    const metrics = watchedMetrics(data);
    const { model } = data as { model?: string };
    const quality = kind === 'retrain' || model === undefined ? {} : await liveQuality(deps, model, name);
    const cost = { stateTransitions: transitions, usd: transitionsCost(transitions) };
    return {
      code: 0,
      document: {
        name,
        kind,
        status,
        arn: execution.arn,
        startedAt,
        stoppedAt,
        seconds,
        redriveCount,
        at: open?.state,
        error,
        cause,
        input: execution.input,
        stages,
        ...made,
        ...(metrics.length === 0 ? {} : { metrics }),
        ...(Object.keys(quality).length === 0 ? {} : { quality }),
        cost,
      },
      text: (style) =>
        [
          pairs(style, [
            [kind, style.strong(name)],
            ['status', `${paintStatus(style, status)}${open === undefined ? '' : ` at ${open.state}`}`],
            ['error', error === undefined ? undefined : style.bad(error)],
            ['cause', cause],
            [
              'started',
              `${shortTime(startedAt)}, ${stoppedAt === undefined ? 'running for' : 'took'} ${shortDuration(seconds)}`,
            ],
            ['redriven', redriveCount > 0 ? `${redriveCount}x` : undefined],
            ['version', made.version && `${made.version.number}  ${style.faint(made.version.arn)}`],
            ...liveQualityLines(style, quality),
            ['cost', `${transitions} state transitions, $${cost.usd.toFixed(4)}`],
          ]),
          table(
            style,
            ['stage', 'entered', 'took', 'found'],
            stages.map(({ state, enteredAt, exitedAt, seconds: spent, visits, finding = '' }) => [
              visits > 1 ? `${state} x${visits}` : state,
              shortTime(enteredAt),
              exitedAt === undefined ? '' : shortDuration(spent),
              finding,
            ]),
          ),
          trafficTable(style, metrics),
          pairs(style, Object.entries(made.evidence)),
        ]
          .filter((part) => part !== '')
          .join('\n\n'),
    };
  },
});
