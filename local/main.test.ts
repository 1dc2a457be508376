import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CreateBucketCommand, GetObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { afterEach, describe, expect, it } from 'vitest';

const MAIN = join(import.meta.dirname, 'main.ts');
const folders: string[] = [];
const children: ChildProcess[] = [];

afterEach(() => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

function newFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'andon-main-'));
  folders.push(folder);
  return folder;
}

function run(...words: string[]) {
  const child = spawn(process.execPath, [MAIN, ...words], { stdio: ['pipe', 'pipe', 'pipe'] });
  children.push(child);
  const said = { out: '', err: '' };
  child.stdout.on('data', (text) => {
    said.out += text;
  });
  child.stderr.on('data', (text) => {
    said.err += text;
  });
  const exit = once(child, 'exit').then(([code]) => code as number | null);
  return { child, said, exit };
}

async function serve(directory: string, ...words: string[]) {
  const running = run('--port', '0', '--directory', directory, ...words);
  await expect.poll(() => running.said.out, { timeout: 15_000 }).toMatch(/is ready at http:\/\/127\.0\.0\.1:\d+/);
  const [endpoint = ''] = /http:\S+/.exec(running.said.out) ?? [];
  const credentials = { accessKeyId: 'a', secretAccessKey: 'b' };
  return { ...running, s3: new S3Client({ endpoint, region: 'us-east-1', credentials }) };
}

describe('the executable', () => {
  it('goes on after a kill -9 with all that was acknowledged', async () => {
    const directory = join(newFolder(), 'store');
    const first = await serve(directory);
    await first.s3.send(new CreateBucketCommand({ Bucket: 'a-bucket' }));
    await first.s3.send(new PutObjectCommand({ Bucket: 'a-bucket', Key: 'a', Body: 'acknowledged' }));
    first.child.kill('SIGKILL');
    await first.exit;
    const second = await serve(directory, '--resume');
    const { Body } = await second.s3.send(new GetObjectCommand({ Bucket: 'a-bucket', Key: 'a' }));
    expect(await Body?.transformToString()).toBe('acknowledged');
  });

  it('ends cleanly when asked to', async () => {
    const { child, exit, said } = await serve(join(newFolder(), 'store'));
    child.kill('SIGTERM');
    expect(await exit).toBe(0);
    expect(said.err).toBe('');
    expect(said.out.trim().split('\n')).toHaveLength(1);
  });

  it('ends when standard input does, where it is to live no longer than who started it', async () => {
    const { child, exit } = await serve(join(newFolder(), 'store'), '--with-parent');
    child.stdin.end();
    expect(await exit).toBe(0);
  });

  it('explains itself', async () => {
    const { exit, said } = run('--help');
    expect(await exit).toBe(0);
    expect(said.out).toContain('--resume');
  });

  it.each([
    [['--port', 'http'], 2, '--port http is no port.'],
    [['--speed', '-1'], 2, '--speed'],
    [['--start', 'soon'], 2, '--start soon is no time in ISO 8601.'],
    [['--verbose'], 2, "Unknown option '--verbose'"],
    [['--resume', '--directory', 'nowhere', '--port', '0'], 1, 'to go on with. Start without --resume.'],
  ])('refuses %j in one sentence', async (words, code, sentence) => {
    const { exit, said } = run(...words);
    expect(await exit).toBe(code);
    expect(said.err).toContain(sentence);
    expect(said.err).not.toContain('    at ');
  });

  it('says that a store is damaged', async () => {
    const directory = newFolder();
    writeFileSync(join(directory, 'andon.sqlite'), 'half a database, by the look of it. '.repeat(200));
    const { exit, said } = run('--directory', directory, '--port', '0', '--resume');
    expect(await exit).toBe(1);
    expect(said.err).toMatch(
      /^The store in .* cannot be read: .*Start without --resume to set it aside and begin anew\.\n$/,
    );
  });
});
