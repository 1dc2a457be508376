import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';

/** The embedded AWS in a process of its own. */
export interface LocalProcess {
  readonly endpoint: string;
  readonly child: ChildProcess;
  stop(): Promise<void>;
}

export interface LocalProcessOptions {
  readonly directory: string;
  readonly port: number;
  readonly speed: number;
  /** Virtual time at which a new store begins, ISO. */
  readonly start: string;
  readonly resume: boolean;
}

/** Starts the embedded AWS and waits until it answers. @throws Error with what it said when it ends before that */
export async function startLocalProcess(options: LocalProcessOptions): Promise<LocalProcess> {
  const { directory, port, speed, start, resume } = options;
  const flags = ['--with-parent', '--port', `${port}`, '--directory', directory, '--speed', `${speed}`];
  const child = spawn(
    process.execPath,
    ['local/main.ts', ...flags, ...(resume ? ['--resume', '--expect-participant'] : ['--start', start])],
    {
      stdio: ['pipe', 'pipe', 'pipe'],
    },
  );
  const said: string[] = [];
  createInterface({ input: child.stderr }).on('line', (line) => said.push(line));
  const endpoint = await new Promise<string>((resolve, reject) => {
    createInterface({ input: child.stdout }).on('line', (line) => {
      said.push(line);
      const match = /(http:\/\/127\.0\.0\.1:\d+)/.exec(line);
      if (match?.[1] !== undefined) resolve(match[1]);
    });
    child.once('exit', () => reject(new Error(said.join('\n') || 'The embedded AWS ended without a word.')));
  });
  child.once('exit', (code) => {
    if (code !== 0 && code !== null) process.stderr.write(`${said.slice(-20).join('\n')}\n`);
  });
  return {
    endpoint,
    child,
    async stop() {
      if (child.exitCode !== null || child.signalCode !== null) return;
      const ended = once(child, 'exit');
      child.kill('SIGTERM');
      await ended;
    },
  };
}
