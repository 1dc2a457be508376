import { type ChildProcess, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import type { Command } from './image-file.ts';

export interface ProcessRequest {
  readonly command: Command;
  readonly directory: string;
  readonly environment: Readonly<Record<string, string>>;
  /** Receives each line of standard output and standard error. */
  readonly onLine: (line: string) => void;
  /** The program itself leaves when its standard input ends, so nobody has to watch it. */
  readonly watchesInput?: boolean;
}

/** A running command. It dies with the process that started it. */
export interface RunningProcess {
  /** The exit code; 128 + n after a death by signal n. */
  readonly exited: Promise<number>;
  /** Asks it to end by SIGTERM and kills it after `graceMs` of real time. Resolves when it has gone. */
  stop(graceMs?: number): Promise<void>;
}

const SUPERVISOR = fileURLToPath(new URL('supervise.ts', import.meta.url));
/** What a container may see of this machine. */
const INHERITED = ['PATH', 'HOME', 'TMPDIR', 'LANG', 'SYSTEMROOT'];

export function startProcess(request: ProcessRequest): RunningProcess {
  const { directory, environment, onLine } = request;
  const [program, ...args] =
    request.watchesInput === true ? request.command : [process.execPath, SUPERVISOR, ...request.command];
  const inherited = INHERITED.flatMap((name) => {
    const value = process.env[name];
    return value === undefined ? [] : [[name, value]];
  });
  const child = spawn(program, args, {
    cwd: directory,
    env: { ...Object.fromEntries(inherited), ...environment },
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  // It may be gone before its input is closed.
  child.stdin.on('error', () => {});
  for (const output of [child.stdout, child.stderr]) createInterface({ input: output }).on('line', onLine);
  const exited = exitOf(child, onLine);
  return {
    exited,
    async stop(graceMs = 2_000) {
      child.kill('SIGTERM');
      const kill = setTimeout(() => {
        child.stdin.destroy();
        if (request.watchesInput === true) child.kill('SIGKILL');
      }, graceMs);
      await exited;
      clearTimeout(kill);
    },
  };
}

function exitOf(child: ChildProcess, onLine: (line: string) => void): Promise<number> {
  return new Promise((resolve) => {
    child.once('error', (error) => {
      onLine(error.message);
      resolve(127);
    });
    // 'close' comes after the last line of output, 'exit' may not.
    child.once('close', (code) => resolve(code ?? 137));
  });
}
