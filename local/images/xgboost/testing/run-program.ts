import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';

/** Starts train.ts or serve.ts as SageMaker would, with standard input a pipe. */
export function start(program: 'train.ts' | 'serve.ts', environment: Readonly<Record<string, string>>): ChildProcess {
  const path = fileURLToPath(new URL(`../${program}`, import.meta.url));
  return spawn(process.execPath, [path], { env: { ...process.env, ...environment }, stdio: 'pipe' });
}

/** Waits for the end of a program; answers its exit code and what it printed. */
export async function finish(child: ChildProcess): Promise<{ code: number | null; stdout: string; stderr: string }> {
  const [stdout, stderr, [code]] = await Promise.all([text(child.stdout!), text(child.stderr!), once(child, 'exit')]);
  return { code: code as number | null, stdout, stderr };
}
