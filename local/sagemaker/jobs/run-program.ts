import { type ProcessRequest, type RunningProcess, startProcess } from '../images/start-process.ts';
import type { Slots } from './slots.ts';

export interface ProgramRequest extends ProcessRequest {
  /** Real time it may take before it is killed, in seconds. */
  readonly limitSeconds: number;
}

/** A program that runs, or waits for a slot to run in. */
export interface Program {
  /** The exit code, or why there is none. */
  readonly ended: Promise<number | 'outOfTime' | 'stopped'>;
  stop(): Promise<void>;
}

/** Real time a program has between SIGTERM and SIGKILL. */
const GRACE_MS = 10_000;
const LONGEST_TIMEOUT_MS = 2 ** 31 - 1;

export function runProgram({ limitSeconds, ...request }: ProgramRequest, slots: Slots): Program {
  let child: RunningProcess | undefined;
  let stopped = false;
  const ended = slots.run(async () => {
    if (stopped) return 'stopped';
    const started = startProcess(request);
    child = started;
    let late = false;
    const onLimit = () => {
      late = true;
      void started.stop(GRACE_MS);
    };
    const timeout = setTimeout(onLimit, Math.min(limitSeconds * 1000, LONGEST_TIMEOUT_MS));
    const code = await started.exited;
    clearTimeout(timeout);
    if (stopped) return 'stopped';
    return late ? 'outOfTime' : code;
  });
  return {
    ended,
    async stop() {
      stopped = true;
      await child?.stop(GRACE_MS);
      if (child !== undefined) await ended;
    },
  };
}
