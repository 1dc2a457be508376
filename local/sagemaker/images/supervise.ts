import { type ChildProcess, spawn } from 'node:child_process';

/**
 * Runs a command that does not outlive the embedded AWS: node supervise.ts program [argument...]. The command and what
 * it starts are killed when standard input ends, which the system closes even when the parent dies by SIGKILL.
 */
const [program = '', ...args] = process.argv.slice(2);
let child: ChildProcess | undefined;

function signal(name: NodeJS.Signals): void {
  if (child?.pid === undefined) return;
  try {
    process.kill(-child.pid, name);
  } catch {
    // The whole group has ended already.
  }
}

// Before the command starts, or a signal in between would leave it behind.
for (const name of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) process.on(name, () => signal(name));
process.stdin.resume();
process.stdin.on('close', () => signal('SIGKILL'));

child = spawn(program, args, { stdio: ['ignore', 'inherit', 'inherit'], detached: true });
child.on('error', (error) => {
  console.error(`The command ${program} could not be started: ${error.message}`);
  process.exit(127);
});
child.on('exit', (code, name) => {
  // 128 + n is how a shell and docker report a death by signal n; 9 and 15 are the ones sent here.
  process.exit(code ?? 128 + (name === 'SIGKILL' ? 9 : 15));
});
