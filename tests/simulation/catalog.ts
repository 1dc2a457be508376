import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { type Catalog, Manifest } from '#domain/manifest/schema.ts';
import type { Schedule } from './schedule.ts';

export const MODEL = 'tiny';

const folder = new URL('../models/tiny/', import.meta.url);
const document = parse(readFileSync(new URL('manifest.yaml', folder), 'utf8')) as Record<string, object>;
const prepareSql = readFileSync(new URL('prepare.sql', folder), 'utf8');

const traffics = {
  'all-at-once': { type: 'all-at-once' },
  canary: { type: 'canary', size: 1, waitMinutes: 6 },
  linear: { type: 'linear', step: 1, waitMinutes: 5 },
} as const;

const serving = [
  { kind: 'artifact', name: 'size', maxMegabytes: 1 },
  { kind: 'contract', name: 'contract' },
  { kind: 'latency', name: 'latency', maxMilliseconds: 10_000, requests: 59 },
  { kind: 'agreement', name: 'agreement', rows: 10 },
];

/** The tiny model with a schedule's approval and traffic; its gate against the champion tolerates noise. */
export function catalogOf({ approval, traffic, probed }: Pick<Schedule, 'approval' | 'traffic' | 'probed'>): Catalog {
  const gates = document.gates as unknown as readonly object[];
  const manifest = Manifest.parse({
    ...document,
    gates: probed ? [...gates, ...serving] : gates,
    approval: { mode: approval },
    release: { instances: 2, traffic: traffics[traffic], bakeMinutes: 5, probes: 5, watchHours: 1 },
  });
  return { [MODEL]: { manifest, prepareSql, digest: 'd'.repeat(64) } };
}
