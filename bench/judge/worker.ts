import { parentPort } from 'node:worker_threads';
import { measureGroup } from './measure-group.ts';
import type { Grid, Group } from './settings.ts';

parentPort?.on('message', ({ group, grid }: { group: Group; grid: Grid }) => {
  parentPort?.postMessage(measureGroup(group, grid));
});
