import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { text } from 'node:stream/consumers';

const serverless = join(
  dirname(createRequire(import.meta.url).resolve('serverless/package.json')),
  'bin/serverless.js',
);

/**
 * Runs `serverless package --stage <stage>`: the compiled template in .serverless/, the zips in .build/functions/.
 * @throws Error with what the framework said
 */
export async function packageService(stage: string): Promise<void> {
  const child = spawn(process.execPath, [serverless, 'package', '--stage', stage], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const [out, err, [code]] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'exit')]);
  if (code !== 0) throw new Error(`serverless package --stage ${stage} failed:\n${out}${err}`);
}
