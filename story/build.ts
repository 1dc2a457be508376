import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, statSync } from 'node:fs';
import { text } from 'node:stream/consumers';

export interface Build {
  readonly functions: number;
  /** Size of the largest zip, bytes. */
  readonly largest: number;
  readonly seconds: number;
}

/** Packages the service exactly as a deployment would. @throws Error with what the framework said */
export async function buildService(stage: string): Promise<Build> {
  const started = performance.now();
  const child = spawn(process.execPath, ['node_modules/serverless/bin/serverless.js', 'package', '--stage', stage], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, SLS_TELEMETRY_DISABLED: '1' },
  });
  const [out, err, [code]] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'exit')]);
  if (code !== 0) throw new Error(`serverless package failed:\n${out}${err}`);
  const zips = readdirSync('.build/functions').filter((name) => name.endsWith('.zip'));
  const largest = Math.max(...zips.map((name) => statSync(`.build/functions/${name}`).size));
  return { functions: zips.length, largest, seconds: (performance.now() - started) / 1000 };
}
