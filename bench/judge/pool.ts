import { Worker } from 'node:worker_threads';
import { type Grid, type Group, groupsOf, type Result } from './settings.ts';

/** Measures every group on this many threads. The results come in the grid's order, whichever thread was first. */
export async function measureGrid(
  grid: Grid,
  { threads, progress }: { threads: number; progress: (done: number, of: number, last: Group) => void },
): Promise<Result[]> {
  const groups = groupsOf(grid);
  const results: Result[][] = [];
  let [next, done] = [0, 0];
  const work = async () => {
    const worker = new Worker(new URL('./worker.ts', import.meta.url));
    try {
      while (next < groups.length) {
        const index = next;
        next += 1;
        const group = groups[index]!;
        results[index] = await ask(worker, { group, grid });
        done += 1;
        progress(done, groups.length, group);
      }
    } finally {
      await worker.terminate();
    }
  };
  await Promise.all(Array.from({ length: Math.min(threads, groups.length) }, work));
  return results.flat();
}

function ask(worker: Worker, question: { group: Group; grid: Grid }): Promise<Result[]> {
  return new Promise((resolve, reject) => {
    worker.removeAllListeners();
    worker.once('message', resolve);
    worker.once('error', reject);
    worker.postMessage(question);
  });
}
