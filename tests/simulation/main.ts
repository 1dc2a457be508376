import { parseArgs } from 'node:util';
import { runSchedule } from './run-schedule.ts';
import { NO_FAULTS, scheduleOf } from './schedule.ts';

/** node tests/simulation/main.ts --seeds 1-5000 [--trace] [--calm] */
const { values } = parseArgs({
  options: { seeds: { type: 'string', default: '1-100' }, trace: { type: 'boolean' }, calm: { type: 'boolean' } },
});
const calm = values.calm ? { faults: NO_FAULTS, outages: [] } : {};
const [first = 1, last = first] = values.seeds.split('-').map(Number);
const began = performance.now();
let failed = 0;
const counts = new Map<string, number>();
let longestRest = 0;
for (let seed = first; seed <= last; seed += 1) {
  const { violations, trace, rest, endings } = await runSchedule({ ...scheduleOf(seed), ...calm });
  for (const ending of endings) counts.set(ending, (counts.get(ending) ?? 0) + 1);
  longestRest = Math.max(longestRest, rest);
  if (values.trace) console.log(trace.join('\n'));
  if (values.trace) console.log(`at rest after ${rest} minutes`);
  if (violations.length === 0) continue;
  failed += 1;
  console.log(`seed ${seed}: ${violations.join('; ')}`);
}
for (const [ending, count] of [...counts].sort()) console.log(`${String(count).padStart(6)} ${ending}`);
const seconds = (performance.now() - began) / 1000;
console.log(
  `${last - first + 1} schedules in ${seconds.toFixed(1)} s, ${failed} violate an invariant; at rest ${longestRest} minutes after the last fault at most.`,
);
process.exitCode = failed === 0 ? 0 : 1;
