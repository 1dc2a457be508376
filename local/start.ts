import { resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Clock } from './clock/clock.ts';
import type { CreateService } from './cloud.ts';
import { createControl } from './control/control.ts';
import { Participants } from './control/participants.ts';
import { createCloud, type RunningCloud } from './create-cloud.ts';
import { findLiving, removeEndpointFile, writeEndpointFile } from './endpoint-file.ts';
import { FaultTable } from './faults/fault-table.ts';
import { SERVICES } from './services.ts';
import { openFolder } from './store/open-folder.ts';
import { Wire } from './wire/wire.ts';

/** Real ms that unfinished work gets when the embedded AWS ends. */
const MOST_ENDING_MS = 2_000;

export interface LocalAwsOptions {
  /** Where everything is kept, for example `.andon`. */
  readonly directory: string;
  /** 4566 unless said; 0 takes a free one. */
  readonly port?: number;
  /** Virtual seconds per real second while live traffic flows; 60 unless said. */
  readonly speed?: number;
  /** Virtual time at which a new store begins, ms since the epoch; now unless said. */
  readonly start?: number;
  /** Goes on with the store of the folder instead of beginning anew. */
  readonly resume?: boolean;
  /** Time stands still until a program joins as participant, at most 15 real seconds. */
  readonly expectParticipant?: boolean;
  readonly services?: readonly CreateService[];
  readonly seed?: number;
  /** Hears of bugs; the standard error stream unless said. */
  readonly log?: (message: string) => void;
}

/** The embedded AWS, serving. Dispose of it to stop; its store can be resumed then as after a kill. */
export interface LocalAws extends AsyncDisposable {
  readonly endpoint: string;
  readonly directory: string;
  readonly cloud: RunningCloud;
  readonly faults: FaultTable;
}

/** Another embedded AWS serves the folder. */
export class FolderInUseError extends Error {
  override readonly name = 'FolderInUseError';
}

/** @throws FolderInUseError, PortUnavailableError, StoreUnreadableError, each one clear sentence for the user */
export async function startLocalAws(options: LocalAwsOptions): Promise<LocalAws> {
  const { port = 4566, speed = 60, resume = false, services = SERVICES, log = console.error } = options;
  const directory = resolve(options.directory);
  const living = await findLiving(directory);
  if (living !== undefined) {
    const who = `process ${living.pid} at ${living.endpoint}`;
    throw new FolderInUseError(`${options.directory} is served by ${who}. Stop it, or choose another --directory.`);
  }
  await using undo = new AsyncDisposableStack();
  const wire = undo.use(await Wire.listen(port));
  const store = openFolder(directory, { resume });
  undo.defer(() => store[Symbol.dispose]());
  let running: Promise<void> | undefined;
  // A timer's work may wait for something that has just been ended; it must not keep the process from ending.
  undo.defer(() => Promise.race([running, sleep(MOST_ENDING_MS, undefined, { ref: false })]));
  const clock = new Clock({
    store,
    start: options.start ?? Date.now(),
    speed,
    onError: (error, { topic }) => log(`A timer of ${topic} failed: ${describe(error)}`),
  });
  // The cloud asks the table, and the table the cloud's source of chance.
  const faults: FaultTable = new FaultTable({ store, clock, random: () => cloud.random() });
  const cloud: RunningCloud = createCloud({
    store,
    clock,
    services,
    endpoint: wire.endpoint,
    fault: (point) => faults.strike(point),
    ...(options.seed !== undefined && { seed: options.seed }),
  });
  undo.defer(() => cloud.close());
  const participants = new Participants(clock);
  undo.defer(() => participants.close());
  if (options.expectParticipant === true) participants.expect();
  undo.defer(() => clock.stop());
  wire.serve({ cloud, local: createControl({ cloud, faults, participants }), log });
  // Requests end before what they need does; the wire takes no harm from being put away twice.
  undo.use(wire);
  running = clock.run().catch((error) => log(`The clock stopped: ${describe(error)}`));
  writeEndpointFile(directory, { endpoint: wire.endpoint, pid: process.pid });
  undo.defer(() => removeEndpointFile(directory));
  const stop = undo.move();
  return { endpoint: wire.endpoint, directory, cloud, faults, [Symbol.asyncDispose]: () => stop.disposeAsync() };
}

function describe(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
