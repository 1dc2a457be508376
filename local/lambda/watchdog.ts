import { type ChildProcess, spawn } from 'node:child_process';

/** Reads "+ pid" and "- pid" lines until its input ends, as it does when its parent dies; then kills what is left. */
const SCRIPT = `pids=
while read -r sign pid; do
  case $sign in
    +) pids="$pids $pid" ;;
    -) left=; for known in $pids; do [ "$known" = "$pid" ] || left="$left $known"; done; pids=$left ;;
  esac
done
[ -n "$pids" ] && kill -9 $pids 2>/dev/null`;

/**
 * A shell that outlives this process by a moment. A sandbox leaves by itself when its input closes; one whose function
 * never yields cannot notice, and would run for ever after a kill of this process.
 */
export class Watchdog {
  #shell: ChildProcess | undefined;

  guard(pid: number): void {
    this.#shell ??= this.#start();
    this.#shell.stdin?.write(`+ ${pid}\n`);
  }

  /** The process has ended; its id may be another's soon. */
  forget(pid: number): void {
    this.#shell?.stdin?.write(`- ${pid}\n`);
  }

  close(): void {
    this.#shell?.stdin?.end();
  }

  #start(): ChildProcess {
    // Detached, so that an interrupt from the terminal does not end the watchdog before those it watches.
    const shell = spawn('/bin/sh', ['-c', SCRIPT], { stdio: ['pipe', 'ignore', 'ignore'], detached: true });
    shell.on('error', () => undefined);
    shell.stdin.on('error', () => undefined);
    shell.unref();
    return shell;
  }
}
