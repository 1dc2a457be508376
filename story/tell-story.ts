import { once } from 'node:events';
import { acts } from './acts/index.ts';
import { buildService } from './build.ts';
import { createClients } from './clients.ts';
import { createControl } from './control.ts';
import { deploy, findDeployment } from './deploy.ts';
import { createFlights } from './flights.ts';
import { ActFailedError, type Line, STAGE } from './line.ts';
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

/** Builds, boots, plays and sums up. Answers the exit code. */
export async function tellStory(options: StoryOptions): Promise<number> {
  const clock = { now: Date.parse(START) };
  const narrator = createNarrator({ out: process.stdout, virtualNow: () => clock.now });
  narrator.heading('Andon: the whole line on one machine');
  narrator.busy('packaging the service');
  const build = await buildService(STAGE);
  narrator.note(
    `packaged ${build.functions} functions (largest zip ${Math.round(build.largest / 1000)} kB) in ${build.seconds.toFixed(1)} s`,
  );

  narrator.busy('starting the embedded AWS');
  const began = performance.now();
  const local = await startLocalProcess({ ...options, directory: DIRECTORY, start: START });
  const interrupted = onInterrupt(local);
  try {
    const progress: Progress = options.resume ? readProgress(PROGRESS) : { played: [] };
    const clients = createClients(local.endpoint);
    const deployment = options.resume ? await findDeployment(clients, STAGE) : await deploy(clients, STAGE);
    narrator.note(
      `embedded AWS ready at ${local.endpoint}, the service deployed, in ${((performance.now() - began) / 1000).toFixed(1)} s`,
    );
    const control = createControl(local.endpoint);
    const flights = await createFlights('.build/flights');
    const line: Line = {
      endpoint: local.endpoint,
      clients,
      control,
      deployment,
      flights,
      narrator,
      clock,
      act: { began: 0, met: new Set() },
    };
    const failed = await playActs(line, progress, options.acts);
    if (failed !== undefined) return 1;
    if (progress.played.length > 0) await tellSummary(line, progress);
    narrator.note('');
    narrator.note(`The story took ${((performance.now() - began) / 1000).toFixed(1)} s.`);
    if (options.keep) await keepUp(narrator, local, interrupted);
    return 0;
  } finally {
    await local.stop();
  }
}

/** Plays the acts that were not played yet; answers the number of one that did not end as it must. */
async function playActs(line: Line, progress: Progress, wanted: readonly number[]): Promise<number | undefined> {
  const { narrator, control } = line;
  for (const act of acts) {
    if (!wanted.includes(act.number) || progress.played.some((played) => played.act === act.number)) continue;
    line.clock.now = (await control.now()).getTime();
    narrator.act(act.number, act.title);
    const continued = progress.current?.act === act.number ? progress.current.began : undefined;
    line.act = { began: continued ?? line.clock.now, met: new Set() };
    progress.current = { act: act.number, began: line.act.began };
    writeProgress(PROGRESS, progress);
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

async function keepUp(narrator: Narrator, local: LocalProcess, interrupted: Promise<unknown>): Promise<void> {
  narrator.heading('\nThe embedded AWS stays up until Ctrl-C. Talk to it from another terminal:');
  narrator.note(
    `aws --endpoint-url ${local.endpoint} sagemaker list-model-packages --model-package-group-name dev-flight-delays`,
  );
  narrator.note(`aws --endpoint-url ${local.endpoint} stepfunctions list-state-machines`);
  narrator.note('npx andon status');
  narrator.note('npx andon audit verify');
  await Promise.race([interrupted, once(local.child, 'exit')]);
}
