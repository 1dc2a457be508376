import { fasterPeers } from './faster-peers.ts';
import { type Asked, readFlags, USAGE } from './grid.ts';
import { measureLook } from './look-time.ts';
import { measureGrid } from './pool.ts';
import { report } from './report.ts';
import type { Group } from './settings.ts';
import { checkTargets } from './targets.ts';

try {
  const asked = readFlags(process.argv.slice(2));
  if (asked.help) console.log(USAGE);
  else console.log(await bench(asked));
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}

async function bench({ grid, threads, json }: Asked): Promise<string> {
  // Before the threads start, so that nothing else runs beside it.
  const look = measureLook();
  const started = performance.now();
  const elapsed = () => (performance.now() - started) / 1000;
  const progress = (done: number, of: number, last: Group) => {
    const against = last.alone ? ", against blue's past" : '';
    console.error(
      `${done}/${of} ${elapsed().toFixed(0)} s: ${last.scenario}, base ${last.base}, ${last.rate}/s${against}`,
    );
  };
  const results = await measureGrid(grid, { threads, progress });
  const seconds = elapsed();
  if (!json) return report({ grid, results, look, seconds });
  const targets = checkTargets(results);
  return JSON.stringify({ grid, seconds, look, targets, faster: fasterPeers(results), results });
}
