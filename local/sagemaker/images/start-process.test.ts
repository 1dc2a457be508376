import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { describe, expect, it, vi } from 'vitest';
import { startProcess } from './start-process.ts';

const HANG = `process.on('SIGTERM', () => console.log('asked')); console.log(process.pid); setInterval(() => {}, 1000);`;

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

describe('startProcess', () => {
  const start = (script: string, onLine: (line: string) => void = () => {}) =>
    startProcess({
      command: [process.execPath, '-e', script],
      directory: process.cwd(),
      environment: { X: '1' },
      onLine,
    });

  it('hands on every line and the exit code', async () => {
    const lines: string[] = [];
    const child = start(`console.log('x is ' + process.env.X); console.error('no'); process.exit(7)`, (line) => {
      lines.push(line);
    });
    expect(await child.exited).toBe(7);
    expect(lines.sort()).toEqual(['no', 'x is 1']);
  });

  it('kills a program that ignores SIGTERM after the grace', async () => {
    const lines: string[] = [];
    const child = start(HANG, (line) => void lines.push(line));
    await vi.waitFor(() => expect(lines).toHaveLength(1), { timeout: 5_000 });
    await child.stop(100);
    expect(lines[1]).toBe('asked');
    expect(isAlive(Number(lines[0]))).toBe(false);
  });

  it('reports a program that does not exist', async () => {
    const lines: string[] = [];
    const child = startProcess({
      command: ['no-such-program'],
      directory: process.cwd(),
      environment: {},
      onLine: (line) => void lines.push(line),
    });
    expect(await child.exited).toBe(127);
    expect(lines.join()).toContain('The command no-such-program could not be started');
  });

  it('takes the program along when its parent dies by SIGKILL', async () => {
    const module = fileURLToPath(new URL('start-process.ts', import.meta.url));
    const parent = spawn(process.execPath, [
      '--input-type=module',
      '-e',
      `import { startProcess } from ${JSON.stringify(module)};
       startProcess({ command: [process.execPath, '-e', ${JSON.stringify(HANG)}], directory: '.', environment: {}, onLine: console.log });`,
    ]);
    const [line] = (await once(createInterface({ input: parent.stdout }), 'line')) as [string];
    expect(isAlive(Number(line))).toBe(true);
    parent.kill('SIGKILL');
    await vi.waitFor(() => expect(isAlive(Number(line))).toBe(false), { timeout: 5_000 });
  });
});
