import { readdirSync, statSync } from 'node:fs';
import { packageService } from '../packaging/package-service.ts';

export interface Build {
  readonly functions: number;
  /** Size of the largest zip, bytes. */
  readonly largest: number;
  readonly seconds: number;
}

/** Packages the service exactly as a deployment would. @throws Error with what the framework said */
export async function buildService(stage: string): Promise<Build> {
  const started = performance.now();
  await packageService(stage);
  const zips = readdirSync('.serverless').filter((name) => name.endsWith('.zip'));
  const largest = Math.max(...zips.map((name) => statSync(`.serverless/${name}`).size));
  return { functions: zips.length, largest, seconds: (performance.now() - started) / 1000 };
}
