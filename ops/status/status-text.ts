import { metricsText } from '../output/numbers.ts';
import { paintStatus, type Style } from '../output/style.ts';
import { pairs } from '../output/table.ts';
import { shortTime } from '../output/time.ts';
import { liveQualityLines } from '../quality/live-quality.ts';
import type { ModelStatus } from './model-status.ts';

/** Metrics on the one line; --json and the run's own page have all. */
const SHOWN_METRICS = 4;

export function statusText(style: Style, status: ModelStatus): string {
  const { model, serves, endpoint, mismatch, inFlight, lease, queued, paused, anchor, pending, lastRun } = status;
  const nothing = style.faint(`nothing yet; land data, or run: npx andon retrain ${model}`);
  const numbers = pending.map(({ number }) => number).join(', ');
  const first = serves === undefined ? '. A first version has nothing to be compared with, so a person decides.' : '';
  const rejected = serves?.approval !== undefined && serves.approval !== 'Approved';
  return pairs(style, [
    ['model', style.strong(model)],
    ['paused', paused && style.warn(`since ${shortTime(paused.since)} by ${paused.actor}: ${paused.reason}`)],
    [
      'serves',
      serves === undefined
        ? nothing
        : `${style.strong(`version ${serves.version}`)} as ${serves.config}, epoch ${serves.epoch}, since ${shortTime(serves.since)}`,
    ],
    ['approval', rejected ? style.bad(`${serves?.approval}: it serves although it is not approved`) : undefined],
    ['metrics', metricsText(serves?.metrics, SHOWN_METRICS)],
    ['watched', serves?.watchUntil && `until ${shortTime(serves.watchUntil)}`],
    ...(serves === undefined ? [] : liveQualityLines(style, serves.quality)),
    [
      'endpoint',
      endpoint && `${endpoint.status}${endpoint.pending === undefined ? '' : `, moving to ${endpoint.pending}`}`,
    ],
    [
      'mismatch',
      mismatch
        ? style.bad(
            `the endpoint serves ${endpoint?.config ?? 'nothing'}, the ledger says ${serves?.config ?? 'nothing'}`,
          )
        : undefined,
    ],
    ...inFlight.map(
      ({ kind, name, startedAt }) => [kind, `${style.warn(name)} since ${shortTime(startedAt)}`] as const,
    ),
    ['lease', lease && `${lease.owner}, epoch ${lease.epoch}, until ${shortTime(lease.leaseUntil)}`],
    [
      'anchor',
      anchor &&
        `version ${anchor.version}, pinned ${shortTime(anchor.since)} by ${anchor.actor}${anchor.reason && `: ${anchor.reason}`}`,
    ],
    ['queued', queued && `version ${queued.version} since ${shortTime(queued.since)}: ${queued.reason}`],
    [
      'waiting',
      numbers === ''
        ? undefined
        : `${style.warn(`version ${numbers}`)} for a decision: npx andon approve ${model} <version>${first}`,
    ],
    ['last run', lastRun && `${lastRun.name} ${paintStatus(style, lastRun.status)}, ${shortTime(lastRun.startedAt)}`],
  ]);
}
