import { join } from 'node:path';
import { validateDataset } from '#data/validate-dataset.ts';
import { manifest } from './landing.ts';

/** One cold run in a process of its own, as a Lambda would make it: prints what it took and what it found. */
const directory = process.argv[2]!;
const now = new Date('2024-03-01T00:00:00Z');
const file = (name: string) => ({ path: join(directory, name), key: name });

const { profile } = await validateDataset({ manifest, files: [file('baseline.csv')], now });
const cpu = process.cpuUsage();
const started = performance.now();
const found = await validateDataset({ manifest, files: [file('landing.csv')], baseline: profile, now, memoryMb: 150 });
const seconds = (performance.now() - started) / 1000;
const { user, system } = process.cpuUsage(cpu);
const megabytes = process.resourceUsage().maxRSS / 1024;
const counts = found.expectations.map(({ check, column, count }) => [
  column === undefined ? check : `${check} ${column}`,
  count,
]);
const distances = found.drift.map(({ measure, column, measured }) => [`${measure} ${column}`, measured]);
const { verdict, rows } = found;
console.log(
  JSON.stringify({ seconds, cpuSeconds: (user + system) / 1e6, megabytes, verdict, rows, counts, distances }),
);
