import { setTimeout as wait } from 'node:timers/promises';
import { listCaptures, readCaptures } from '#aws/captured-files.ts';
import type { Version } from '#domain/ledger/serving.ts';
import type { Catalog } from '#domain/manifest/schema.ts';
import { dataKeys } from '#domain/object-keys.ts';
import type { CapturedRecord } from '#domain/quality/captured-record.ts';
import { LiveScores, noLiveScores, withLook } from '#domain/quality/live-scores.ts';
import { VARIANT_NAME } from '#domain/release-plan/fleet.ts';
import { catalogEntry } from '../catalog.ts';
import { logger } from '../observability.ts';
import { type OfflineEvaluationDeps, offlineEvaluation } from './offline-evaluation.ts';

export interface WatchScoresDeps extends OfflineEvaluationDeps {
  readonly catalog: Catalog;
  readonly now: () => Date;
}

/** What serves, or is about to, and the release it serves by. */
export interface WatchedFleet {
  readonly model: string;
  readonly release: string;
  readonly version: Version;
  readonly configName: string;
  readonly endpointName: string;
}

/** A listing is taken to hold every file written so long before it. */
const SETTLING_MS = 15_000;

/** One look reads so much at most: a minute of 50 instances, or 32 MB. What is older is left out, and counted. */
const LIMITS = { files: 50, bytes: 32_000_000 };

/**
 * Reads what a fleet's capture wrote since the last look and keeps what all of it shows. Undefined when the manifest asks for none of it.
 * The document tells how far was read, so that a look that runs twice counts nothing twice.
 */
export async function watchScores(fleet: WatchedFleet, deps: WatchScoresDeps): Promise<LiveScores | undefined> {
  const { model, release, configName, endpointName } = fleet;
  const { quality } = catalogEntry(deps.catalog, model).manifest.release;
  if (quality === undefined) return undefined;
  const key = dataKeys.liveScores(model, release);
  const stored = await deps.data.getJson(key);
  const known = stored && LiveScores.parse(stored.value);
  const before = known?.configName === configName ? known : await firstLook(fleet, deps);
  const through = new Date(deps.now().getTime() - SETTLING_MS);
  const folder = `${dataKeys.captures(model, configName)}${endpointName}/${VARIANT_NAME}/`;
  const after = before.through === '' ? undefined : new Date(before.through);
  const { files, leftOut } = await listCaptures(deps.data, { folder, after, through }, LIMITS);
  if (files.length + leftOut === 0) return before;
  const records: CapturedRecord[] = [];
  let badLines = 0;
  for await (const file of readCaptures(deps.data, files)) {
    records.push(...file.records);
    badLines += file.badLines;
  }
  const read = { read: files.length, leftOut };
  const look = { records, badLines, files: read, through: through.toISOString(), at: deps.now().toISOString() };
  const scores = withLook(before, look, quality.scores);
  await deps.data.put(key, JSON.stringify(scores));
  return scores;
}

/** A look at a deployment may take 90 s, and its cord must not wait for files. */
const WITHIN_SECONDS = 20;

/** {@link watchScores} for a deployment under way, which is not held up by what cannot be read, or not in time. */
export async function tryWatchScores(
  fleet: WatchedFleet,
  deps: WatchScoresDeps,
  withinSeconds = WITHIN_SECONDS,
): Promise<LiveScores | undefined> {
  const inTime = new AbortController();
  const late = wait(withinSeconds * 1000, undefined, { signal: inTime.signal }).then(() => {
    throw new Error(`Captured scores were not read within ${withinSeconds} s.`);
  });
  try {
    return await Promise.race([watchScores(fleet, deps), late]);
  } catch (error) {
    logger.warn('Captured scores could not be read', { configName: fleet.configName, error: error as Error });
    return undefined;
  } finally {
    late.catch(() => undefined);
    inTime.abort();
  }
}

async function firstLook({ model, release, version, configName }: WatchedFleet, deps: WatchScoresDeps) {
  const { kind } = catalogEntry(deps.catalog, model).manifest.data.label;
  const { reference, missing } = await offlineEvaluation({ model, release, version }, deps);
  return noLiveScores({
    ...{ model, release, configName, version: version.number },
    kind: kind === 'binary' ? 'binary' : 'number',
    ...(reference === undefined ? {} : { reference }),
    ...(missing === undefined ? {} : { missing }),
    through: '',
  });
}
