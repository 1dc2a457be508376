import { once } from 'node:events';
import { findLiving } from '../local/endpoint-file.ts';
import { acts } from './acts/index.ts';
import { buildService } from './build.ts';
import { type Clients, createClients } from './clients.ts';
import { createControl } from './control.ts';
import { attendReleases } from './customers.ts';
import { type Deployment, deploy, findDeployment } from './deploy.ts';
import { createFacts } from './facts.ts';
import { createFlights } from './flights.ts';
import { ActFailedError, ENDPOINT, type Line, MODEL, STAGE } from './line.ts';
import { type LocalProcess, startLocalProcess } from './local-process.ts';
import { createNarrator, type Narrator } from './narrator.ts';
import { type Progress, readProgress, writeProgress } from './progress.ts';
import { tellSummary } from './summary.ts';

export interface StoryOptions {
  readonly port: number;
  readonly speed: number;
  /** Numbers of the acts to play. */
  readonly acts: readonly number[];
  readonly resume: boolean;
  /** Keep the embedded AWS up afterwards, until Ctrl-C. */
  readonly keep: boolean;
}

const DIRECTORY = '.andon';
const PROGRESS = '.andon/story.json';
/** January's flights have landed by then. */
const START = '2001-02-01T06:00:00Z';

/** Boots, builds, plays and sums up. Answers the exit code. @throws Error saying in one sentence why it could not start */
export async function tellStory(options: StoryOptions): Promise<number> {
  const kept = options.resume ? readProgress(PROGRESS) : undefined;
  const progress: Progress = kept ?? { played: [] };
  refuseGap(options.acts, progress);
  await refuseSecond();
  const clock = { now: Date.parse(START) };
  const narrator = createNarrator({ out: process.stdout, virtualNow: () => clock.now });
  narrator.heading('Andon: the whole line on one machine');
  if (options.resume && kept === undefined) narrator.note('no story to continue here: it begins anew');

  narrator.busy('starting the embedded AWS');
  const began = performance.now();
  const local = await startLocalProcess({
    ...options,
    directory: DIRECTORY,
    start: START,
    resume: kept !== undefined,
  });
  const interrupted = onInterrupt(local);
  try {
    const clients = createClients(local.endpoint);
    const deployment =
      kept === undefined ? await buildAndDeploy(clients, narrator) : await findDeployment(clients, STAGE);
    narrator.note(`embedded AWS ready at ${local.endpoint}, the service deployed, in ${secondsSince(began)} s`);
    const line: Line = {
      endpoint: local.endpoint,
      clients,
      control: createControl(local.endpoint),
      deployment,
      flights: await createFlights('.build/flights'),
      narrator,
      clock,
      act: { began: 0, met: new Set(), facts: createFacts({}, () => {}) },
    };
    const failed = await playActs(line, progress, options.acts);
    if (failed !== undefined) {
      const { exitCode, signalCode } = local.child;
      if (exitCode !== null || signalCode !== null) {
        narrator.note(`The embedded AWS has ended (${signalCode ?? exitCode}). Continue with: npm start -- --resume`);
      }
      return 1;
    }
    if (progress.played.length > 0 && !(await summedUp(line, progress))) return 1;
    narrator.note('');
    narrator.note(`The story took ${secondsSince(began)} s.`);
    if (options.keep) await keepUp(line, local, interrupted);
    return 0;
  } finally {
    await local.stop();
  }
}

/** @throws Error when an act is wanted whose story so far was not played */
function refuseGap(wanted: readonly number[], { played }: Progress): void {
  const first = Math.min(...wanted);
  const missing = acts.find(({ number }) => number < first && !played.some(({ act }) => act === number));
  if (missing === undefined) return;
  throw new Error(
    `Act ${first} goes on where act ${missing.number} ends, which was not played: --acts 1-${Math.max(...wanted)}, or --resume a story that has come that far.`,
  );
}

/** @throws Error when a story of this folder is being told already */
async function refuseSecond(): Promise<void> {
  const living = await findLiving(DIRECTORY);
  if (living === undefined) return;
  throw new Error(
    `The embedded AWS of this folder is up already, at ${living.endpoint} (process ${living.pid}): end it with Ctrl-C where it was started, or kill ${living.pid}.`,
  );
}

async function buildAndDeploy(clients: Clients, narrator: Narrator): Promise<Deployment> {
  narrator.busy('packaging the service');
  const build = await buildService(STAGE);
  narrator.note(
    `packaged ${build.functions} functions (largest zip ${Math.round(build.largest / 1000)} kB) in ${build.seconds.toFixed(1)} s`,
  );
  narrator.busy('deploying the service');
  return deploy(clients, STAGE);
}

function secondsSince(began: number): string {
  return ((performance.now() - began) / 1000).toFixed(1);
}

/** Tells the end; false when the audit trail does not hold. */
async function summedUp(line: Line, progress: Progress): Promise<boolean> {
  try {
    await tellSummary(line, progress);
    return true;
  } catch (error) {
    if (!(error instanceof ActFailedError)) throw error;
    line.narrator.bad(error.message);
    return false;
  }
}

/** Plays the acts that were not played yet; answers the number of one that did not end as it must. */
async function playActs(line: Line, progress: Progress, wanted: readonly number[]): Promise<number | undefined> {
  const { narrator, control } = line;
  for (const act of acts) {
    if (!wanted.includes(act.number) || progress.played.some((played) => played.act === act.number)) continue;
    line.clock.now = (await control.now()).getTime();
    const current =
      progress.current?.act === act.number ? progress.current : { act: act.number, began: line.clock.now, facts: {} };
    progress.current = current;
    narrator.act({ ...act, began: current.began });
    const save = () => writeProgress(PROGRESS, progress);
    line.act = { began: current.began, met: new Set(), facts: createFacts(current.facts, save) };
    save();
    try {
      const result = await act.play(line);
      const minutes = ((await control.now()).getTime() - line.act.began) / 60_000;
      if (minutes > act.budgetMinutes) {
        throw new ActFailedError(
          `it was to take at most ${act.budgetMinutes} virtual minutes, it took ${minutes.toFixed(0)}`,
        );
      }
      for (const finding of result.findings) narrator.good(finding);
      progress.played.push({ act: act.number, result });
      progress.current = undefined;
      writeProgress(PROGRESS, progress);
    } catch (error) {
      narrator.bad(
        `Act ${act.number} did not end as it must: ${error instanceof Error ? error.message : String(error)}`,
      );
      if (!(error instanceof ActFailedError) && error instanceof Error) narrator.note(error.stack ?? '');
      return act.number;
    }
  }
  return undefined;
}

function onInterrupt(local: LocalProcess): Promise<unknown> {
  const interrupted = Promise.race([once(process, 'SIGINT'), once(process, 'SIGTERM')]);
  void interrupted.then(async () => {
    await local.stop();
    process.exit(130);
  });
  return interrupted;
}

async function keepUp(line: Line, local: LocalProcess, interrupted: Promise<unknown>): Promise<void> {
  const { narrator } = line;
  const may = await line.flights.month('2001-05');
  const bucket = line.deployment.dataBucket;
  narrator.heading('\nThe embedded AWS stays up until Ctrl-C. Talk to it from another terminal, in this folder:');
  narrator.note('npx andon status');
  narrator.note('npx andon audit verify');
  narrator.note('export AWS_ACCESS_KEY_ID=local AWS_SECRET_ACCESS_KEY=local AWS_DEFAULT_REGION=us-east-1');
  narrator.note(`aws --endpoint-url ${local.endpoint} stepfunctions list-state-machines`);
  narrator.note(
    `aws --endpoint-url ${local.endpoint} sagemaker list-model-packages --model-package-group-name ${ENDPOINT}`,
  );
  narrator.note(
    'Your turn: land the next month, approve what it makes, and see it released. Customers come to every release.',
  );
  narrator.note(`aws --endpoint-url ${local.endpoint} s3 cp ${may} s3://${bucket}/landing/${MODEL}/2001-05.parquet`);
  const gone = once(local.child, 'exit');
  const customers = attendReleases(line).catch(() => gone);
  await Promise.race([interrupted, gone, customers]);
}
