import type { StageClock } from './acts/act.ts';
import type { EndedExecution } from './executions.ts';

/** Sums each state's visits over a run and its release; the rest is waiting for events, or for a person. */
export function stageClock(landedAt: number, executions: readonly EndedExecution[]): StageClock {
  const seconds = new Map<string, number>();
  for (const { visits } of executions) {
    for (const { state, enteredAt, exitedAt } of visits) {
      // The states inside the scoring Map are within ScoreHoldout's own visit.
      if (state === 'ScoreWithOneModel') continue;
      seconds.set(state, (seconds.get(state) ?? 0) + (exitedAt - enteredAt) / 1000);
    }
  }
  const last = executions.at(-1);
  const stages = [...seconds].filter(([, spent]) => spent >= 1).map(([stage, spent]) => ({ stage, seconds: spent }));
  return { run: executions[0]?.name ?? '', stages, totalSeconds: ((last?.endedAt ?? landedAt) - landedAt) / 1000 };
}
