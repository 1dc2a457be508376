import { fasterPeers } from './faster-peers.ts';
import { readFlags, USAGE } from './grid.ts';
import { measureLook } from './look-time.ts';
import { measureGrid } from './pool.ts';
import { report } from './report.ts';
import { checkTargets } from './targets.ts';

const { grid, threads, json, help } = readFlags(process.argv.slice(2));

if (help) console.log(USAGE);
else {
  // Before the threads start, so that nothing else runs beside it.
  const look = measureLook();
  const started = performance.now();
  const results = await measureGrid(grid, {
    threads,
    progress: (done, of, { scenario, base, rate, alone }) => {
      const seconds = ((performance.now() - started) / 1000).toFixed(0);
      console.error(
        `${done}/${of} ${seconds} s: ${scenario}, base ${base}, ${rate}/s${alone ? ', against the past' : ''}`,
      );
    },
  });
  const seconds = (performance.now() - started) / 1000;
  const line = { ...{ grid, seconds, look, targets: checkTargets(results) }, faster: fasterPeers(results), results };
  console.log(json ? JSON.stringify(line) : report({ grid, results, look, seconds }));
}
