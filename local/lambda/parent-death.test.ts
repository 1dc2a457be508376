import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { functionZip } from './testing/function-zip.ts';
import { createLambdaCloud } from './testing/lambda-cloud.ts';

const ORPHANER = fileURLToPath(new URL('./testing/orphan-sandbox.ts', import.meta.url));

/** Whether the process runs; one that only waits to be collected by its new parent has ended. */
const alive = (pid: number) => {
  const state = spawnSync('ps', ['-o', 'stat=', '-p', String(pid)])
    .stdout.toString()
    .trim();
  return state !== '' && !state.startsWith('Z');
};

describe('a sandbox', () => {
  it.each(['wait', 'spin'])('leaves when its parent is killed while the function does nothing but %s', async (way) => {
    const directory = mkdtempSync(join(tmpdir(), 'andon-test-'));
    const parent = spawn(process.execPath, [ORPHANER, directory, way], { stdio: ['ignore', 'pipe', 'inherit'] });
    const pid = await new Promise<number>((resolve) => {
      parent.stdout.on('data', (chunk: Buffer) => {
        const found = /sandbox (\d+)/.exec(chunk.toString())?.[1];
        if (found !== undefined) resolve(Number(found));
      });
    });
    expect(alive(pid)).toBe(true);
    parent.kill('SIGKILL');
    await expect.poll(() => alive(pid), { timeout: 10_000 }).toBe(false);
    rmSync(directory, { recursive: true });
  });

  it('is ended when the cloud closes', async () => {
    const cloud = createLambdaCloud();
    await cloud.define('warm', '', {
      Code: { ZipFile: functionZip({ 'index.mjs': 'export const handler = () => process.pid;' }) },
    });
    const { payload } = await cloud.run('warm');
    await cloud[Symbol.asyncDispose]();
    await expect.poll(() => alive(payload as number), { timeout: 10_000 }).toBe(false);
  });
});
