import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Profile } from '#data/drift/profile.ts';
import { validateDataset } from '#data/validate/validate-dataset.ts';
import { manifest } from './landing.ts';

const [directory = '', part] = process.argv.slice(2);
const now = new Date('2024-03-01T00:00:00Z');
const file = (name: string) => ({ path: join(directory, name), key: name });
const profilePath = join(directory, 'profile.json');

if (part === 'baseline') {
  const { profile } = await validateDataset({ manifest, files: [file('baseline.csv')], now });
  writeFileSync(profilePath, JSON.stringify(profile));
} else await measure(JSON.parse(readFileSync(profilePath, 'utf8')));

/** One cold run in a process of its own, as a Lambda would make it: prints what it took and what it found. */
async function measure(baseline: Profile): Promise<void> {
  const cpu = process.cpuUsage();
  const started = performance.now();
  const baselines = {
    accepted: { kind: 'accepted', name: 'the baseline', profile: baseline },
    ofPeriod: () => Promise.reject(new Error('The manifest names no period.')),
  } as const;
  const found = await validateDataset({ manifest, files: [file('landing.csv')], baselines, now, memoryMb: 150 });
  const seconds = (performance.now() - started) / 1000;
  const { user, system } = process.cpuUsage(cpu);
  const cpuSeconds = (user + system) / 1e6;
  const megabytes = process.resourceUsage().maxRSS / 1024;
  const counts = found.expectations.map(({ check, column = '', count }) => [`${check} ${column}`.trim(), count]);
  const distances = found.drift.map(({ measure: by, column, measured }) => [`${by} ${column}`, measured]);
  const { verdict, rows } = found;
  console.log(JSON.stringify({ seconds, cpuSeconds, megabytes, verdict, rows, counts, distances }));
}
