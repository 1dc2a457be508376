import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { ActFailedError, type Line } from './line.ts';

/** Runs `npx andon ...` as an operator would, against the embedded AWS. Answers its output. @throws ActFailedError when it refuses */
export async function andon(line: Line, words: readonly string[]): Promise<string> {
  line.narrator.step('operator', `npx andon ${words.map(quoted).join(' ')}`);
  return runAndon(line.endpoint, words);
}

/** A word as a shell takes it. */
function quoted(word: string): string {
  return /^[\w./:=-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
}

/** @throws ActFailedError */
export async function runAndon(endpoint: string, words: readonly string[]): Promise<string> {
  const child = spawn(process.execPath, ['ops/andon.js', ...words], {
    env: { ...process.env, AWS_ENDPOINT_URL: endpoint, NO_COLOR: '1' },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const [out, err, [code]] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'exit')]);
  if (code !== 0) throw new ActFailedError(`npx andon ${words.join(' ')} ended with code ${code}:\n${err}${out}`);
  return out;
}
