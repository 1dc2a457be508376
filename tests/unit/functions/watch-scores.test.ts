import { describe, expect, it } from 'vitest';
import { unclustered } from '#domain/evaluation/clusters.ts';
import { evaluate } from '#domain/evaluation/evaluate.ts';
import { dataKeys } from '#domain/object-keys.ts';
import { LiveScores } from '#domain/quality/live-scores.ts';
import { tryWatchScores, watchScores } from '#functions/predictions/watch-scores.ts';
import { watchTraffic } from '#functions/watch-traffic.ts';
import { putCaptures } from '../../fakes/captures.ts';
import { ENDPOINT, type ReleaseWorld, releaseWorld } from '../../fakes/release-world.ts';
import { diceOf } from '../../simulation/dice.ts';
import { started, watched } from './release-stages.ts';

const blue = `${ENDPOINT}-e1-v1`;
const good = { requests: 270, failures: 1 };

/** An evaluation whose scores are spread evenly from 0 to 1. */
async function evaluated(world: ReleaseWorld, run: string) {
  const { fraction } = diceOf(1, 1);
  const candidate = Float64Array.from({ length: 2000 }, fraction);
  const labels = candidate.map((chance) => (fraction() < chance ? 1 : 0));
  const rows = { labels, candidate, clusters: unclustered(labels.length), slices: [] };
  const settings = {
    kind: 'binary',
    threshold: 0.5,
    clusterBy: 'none',
    comparisons: [],
    sliceComparisons: [],
  } as const;
  await world.data.put(
    `${dataKeys.evaluations('churn', run)}evaluation.json`,
    JSON.stringify(evaluate(rows, settings)),
  );
}

/** A release whose green takes traffic; `captured` writes a minute of its answers. */
async function baking(quality: object | undefined, score: (row: number) => number | string) {
  const world = releaseWorld(quality);
  await world.serveFirst();
  const input = world.approve(1);
  await evaluated(world, world.registry.get(input.version.arn).metadata?.run ?? '');
  const stage = { ...input, ...(await started(world, input)) };
  world.pass(5);
  world.endpoints.bake(ENDPOINT, world.now());
  const { configName } = stage.plan;
  world.serve(60, { [configName]: { requests: 30, failures: 0 }, [blue]: good });
  let row = 0;
  const captured = async (count = 30) => {
    const answers = Array.from({ length: count }, () => {
      row += 1;
      return { input: `${row},1`, answer: String(score(row)), at: world.now() };
    });
    return putCaptures(world.data, { configName }, answers);
  };
  const scores = () => LiveScores.parse(world.data.json(dataKeys.liveScores('churn', stage.release)));
  return { world, stage, configName, captured, scores };
}

describe('WatchTraffic of captured scores', () => {
  it('reads nothing, and says nothing of them, where the manifest asks for none', async () => {
    const { world, stage, captured } = await baking(undefined, () => 0.5);
    await captured();
    world.pass(4);
    expect(await watchTraffic(stage, world)).not.toHaveProperty('scores');
    expect(world.data.keys().filter((key) => key.endsWith('scores.json'))).toEqual([]);
    expect(world.endpoints.configs.get(stage.plan.configName)?.capture).toBeUndefined();
  });

  it('has the config write requests and answers under a prefix of its own', async () => {
    const { world, configName } = await baking({ capture: { percent: 20 } }, () => 0.5);
    expect(world.endpoints.configs.get(configName)?.capture).toEqual({
      percent: 20,
      uri: `s3://data/captures/churn/${configName}`,
    });
  });

  it('shows how alike they are at each look, and counts each file once', async () => {
    const { world, stage, captured, scores } = await baking({}, (row) => (row % 100) / 100);
    for (const rows of [30, 60, 90, 120]) {
      await captured(30);
      world.pass(1);
      const { scores: found } = await watchTraffic(stage, world);
      expect(found?.rows).toBe(rows);
    }
    await watchTraffic(stage, world);
    expect(scores()).toMatchObject({ records: 120, files: { read: 4, leftOut: 0 }, finding: { verdict: 'TooFew' } });
    await captured(200);
    world.pass(1);
    expect((await watchTraffic(stage, world)).scores).toMatchObject({ verdict: 'Alike', rows: 320 });
  });

  it('pulls the cord on scores that are none, says why, and does so though no request failed', async () => {
    const { world, stage, captured, configName } = await baking({}, () => 0.5);
    await captured(30);
    let pulled: string | undefined;
    const watch = await watched(world, stage, (look) => {
      pulled ??= look.cord?.reason;
      if (look.cord !== undefined) return world.endpoints.goBack(ENDPOINT);
      void captured(30);
    });
    expect(pulled).toMatch(/^All 60 live scores of version 2 are 0\.5, for 60 different inputs/);
    expect(watch).toMatchObject({ status: 'Settled', verdict: 'Harmful', scores: { verdict: 'Degenerate' } });
    expect(world.metrics.killSwitches.get(configName)).toContain(1);
    expect(await world.recorded()).toContain(`PullCord ${configName}`);
  });

  it('only shows them where degenerate scores are observed', async () => {
    const { world, stage, captured } = await baking({ scores: { degenerate: 'observe' } }, () => 'nan');
    await captured(60);
    world.pass(1);
    const watch = await watchTraffic(stage, world);
    expect(watch.scores).toMatchObject({
      verdict: 'Degenerate',
      sentence: expect.stringMatching(/60 are no finite numbers/),
    });
    expect(watch.verdict).not.toBe('Harmful');
    expect(watch).not.toHaveProperty('cord');
  });

  it('goes on without them when they cannot be read', async () => {
    const { world, stage, captured } = await baking({}, () => 0.5);
    await captured(60);
    world.pass(1);
    const broken = { ...world, data: { ...world.data, get: () => Promise.reject(new Error('503')) } };
    const watch = await watchTraffic(stage, broken);
    expect(watch).toMatchObject({ status: 'Watching' });
    expect(watch).not.toHaveProperty('scores');
  });
});

describe('a look at captured scores', () => {
  const fleetOf = ({ stage }: Awaited<ReturnType<typeof baking>>) => ({ ...stage.plan, ...stage });

  it('reads at most fifty files, the newest, and tells how many it left out', async () => {
    const made = await baking({}, (row) => (row % 100) / 100);
    for (let file = 0; file < 60; file += 1) {
      await made.captured(1 + file);
      made.world.pass(1 / 60);
    }
    made.world.pass(1);
    const scores = await watchScores(fleetOf(made), made.world);
    expect(scores).toMatchObject({ files: { read: 50, leftOut: 10 } });
    // Files of 11 to 60 rows.
    expect(scores?.records).toBe((50 * (11 + 60)) / 2);
  });

  it('counts lines that are none and answers that cannot be read, and uses the rest', async () => {
    const made = await baking({}, (row) => (row === 2 ? '0.1,0.9' : 0.5));
    const key = await made.captured(3);
    const stored = await made.world.data.get(key);
    await made.world.data.put(key, `${Buffer.from(stored!.value).toString()}half a li`);
    made.world.pass(1);
    expect(await watchScores(fleetOf(made), made.world)).toMatchObject({
      ...{
        records: 3,
        badLines: 1,
        unreadable: { records: 1, why: 'several numbers for each row' },
        whole: { rows: 2 },
      },
    });
  });

  it('finds a file that was written late, though it is named by its first record', async () => {
    const made = await baking({}, (row) => (row % 100) / 100);
    const { world } = made;
    const late = await made.captured(10);
    const body = (await world.data.get(late))!.value;
    await world.data.delete(late);
    world.pass(2);
    await made.captured(20);
    world.pass(1);
    expect((await watchScores(fleetOf(made), world))?.records).toBe(20);
    await world.data.put(late, body);
    world.pass(1);
    expect((await watchScores(fleetOf(made), world))?.records).toBe(30);
  });

  it('holds nothing up when files are slow', async () => {
    const made = await baking({}, () => 0.5);
    await made.captured(60);
    made.world.pass(1);
    const slow = { ...made.world, data: { ...made.world.data, get: () => new Promise<undefined>(() => undefined) } };
    expect(await tryWatchScores(fleetOf(made), slow, 0.01)).toBeUndefined();
    expect(await tryWatchScores(fleetOf(made), made.world, 5)).toMatchObject({ records: 60 });
  });

  it.each([
    [{ kind: 'multiclass', candidate: { metrics: {} } }, 'a multiclass label has several scores'],
    [{ kind: 'binary' }, 'the evaluation of version 2 cannot be read'],
    [{ kind: 'binary', candidate: { metrics: {} } }, 'the evaluation of version 2 kept no scores'],
  ])('compares nothing with an evaluation that is %j', async (document, why) => {
    const made = await baking({}, (row) => (row % 100) / 100);
    for (const key of made.world.data.keys().filter((each) => each.endsWith('evaluation.json')))
      await made.world.data.put(key, JSON.stringify(document));
    await made.captured(300);
    made.world.pass(1);
    expect((await watchScores(fleetOf(made), made.world))?.finding).toMatchObject({
      verdict: 'NotCompared',
      sentence: `300 live scores, not compared: ${why}.`,
    });
  });

  it('compares with the histogram of an evaluation that kept no more', async () => {
    const made = await baking({}, (row) => (row % 100) / 100);
    const histogram = { from: 0, to: 1, counts: new Array(30).fill(40) };
    const document = { kind: 'binary', candidate: { metrics: { auc: { value: 0.8 } }, curves: { histogram } } };
    for (const key of made.world.data.keys().filter((each) => each.endsWith('evaluation.json')))
      await made.world.data.put(key, JSON.stringify(document));
    await made.captured(300);
    made.world.pass(1);
    expect((await watchScores(fleetOf(made), made.world))?.finding.verdict).toBe('Alike');
  });

  it('compares nothing when the version has no evaluation, and says so', async () => {
    const made = await baking({}, (row) => (row % 100) / 100);
    for (const key of made.world.data.keys().filter((each) => each.endsWith('evaluation.json')))
      await made.world.data.delete(key);
    await made.captured(300);
    made.world.pass(1);
    expect((await watchScores(fleetOf(made), made.world))?.finding).toMatchObject({
      verdict: 'NotCompared',
      sentence: '300 live scores, not compared: version 2 has no evaluation.',
    });
  });
});
