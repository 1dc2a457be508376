import type { Act } from './act.ts';
import { februaryLands } from './february-lands.ts';
import { januaryLands } from './january-lands.ts';
import { misbehavesUnderTraffic } from './misbehaves-under-traffic.ts';
import { noCapacity } from './no-capacity.ts';
import { poisonedFile } from './poisoned-file.ts';
import { worseModel } from './worse-model.ts';

/** The story, in order. */
export const acts: readonly Act[] = [
  januaryLands,
  februaryLands,
  poisonedFile,
  worseModel,
  misbehavesUnderTraffic,
  noCapacity,
];
