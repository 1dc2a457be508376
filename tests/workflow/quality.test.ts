import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { dataKeys } from '#domain/object-keys.ts';
import { LiveScores } from '#domain/quality/live-scores.ts';
import { QualityDocument } from '#domain/quality/quality-document.ts';
import { ENDPOINT, QUALITY, type QualityLine, startQualityLine } from './quality-line.ts';

describe('predictions in production', { timeout: 240_000 }, () => {
  let line: QualityLine;
  beforeAll(async () => {
    line = await startQualityLine();
  }, 60_000);
  afterAll(async () => line[Symbol.asyncDispose]());

  it('are not captured where the manifest asks for nothing', async () => {
    await line.approve('honest');
    expect(await line.settle('release')).toMatchObject({ status: 'SUCCEEDED' });
    await line.pass(10, 2);
    expect(await line.keys('captures/')).toEqual([]);
  });

  it('are captured by the next config, and its scores are compared during the bake', async () => {
    line.deploy(QUALITY);
    await line.approve('reversed', 1);
    expect(await line.settle('release', 1)).toMatchObject({ status: 'SUCCEEDED' });
    const { release, configName } = (await line.champion())!;
    expect(configName).toBe(`${ENDPOINT}-e2-v2`);
    const captured = await line.keys('captures/');
    expect(captured.length).toBeGreaterThan(0);
    expect(captured.every((key) => key.startsWith(`captures/churn/${configName}/${ENDPOINT}/AllTraffic/`))).toBe(true);
    const scores = LiveScores.parse(await line.json(dataKeys.liveScores('churn', release)));
    expect(scores.finding).toMatchObject({ verdict: 'Alike' });
    expect(scores.files.leftOut).toBe(0);
    expect(line.served.failed).toBe(0);
  });

  it('are labelled later: a champion whose live AUC is shown to be worse goes back, once', async () => {
    const { release, watchUntil, version } = (await line.champion())!;
    expect(watchUntil).toBeDefined();
    const since = line.cloud.clock.now();
    await line.pass(40, 10);
    await line.label('morning.csv', since);
    await line.pass(1);
    const early = QualityDocument.parse(await line.json(dataKeys.predictionQuality('churn', release)));
    expect(early.judgement).toMatchObject({ verdict: 'Inconclusive', rows: early.judgement.rows });
    expect(early.judgement.rows).toBeGreaterThan(200);
    expect(await line.executions('rollback')).toEqual([]);

    await line.pass(40, 10);
    await line.label('noon.csv', since);
    await line.label('noon-again.csv', since);
    expect(await line.settle('rollback', 5)).toMatchObject({ status: 'SUCCEEDED' });
    const document = QualityDocument.parse(await line.json(dataKeys.predictionQuality('churn', release)));
    expect(document.judgement).toMatchObject({ verdict: 'Failed', offline: { version: 2 } });
    expect(document.judgement.auc?.value).toBeLessThan(0.3);
    expect(document.counts.corrected).toBeGreaterThan(0);
    expect(await line.deps.registry.describe(version.arn)).toMatchObject({
      approval: 'Rejected',
      approvalReason: expect.stringMatching(/live AUC of version 2/),
    });
    expect((await line.champion())?.version.number).toBe(1);

    await line.label('evening.csv', since);
    await line.pass(10, 30);
    expect(await line.executions('rollback')).toHaveLength(1);
    expect(await line.recorded()).toContain(`JudgePredictions ${ENDPOINT}-e2-v2:Failed`);
  });

  it('that are the same for everybody stop a release at its bake', async () => {
    await line.approve('flat', 1);
    const ended = await line.settle('release', 1);
    expect(ended).toMatchObject({ status: 'FAILED', error: 'ReleaseRolledBack' });
    expect(ended.cause).toMatch(/live scores of version 3 are 0\.5/);
    expect((await line.champion())?.version.number).toBe(1);
    expect((await line.deps.endpoints.describe(ENDPOINT))?.configName).toBe((await line.champion())?.configName);
  });

  it('are captured no more by the next config once the manifest asks for nothing', async () => {
    line.deploy(undefined);
    await line.approve('honest', 1);
    expect(await line.settle('release', 1)).toMatchObject({ status: 'SUCCEEDED' });
    const { configName, version } = (await line.champion())!;
    expect(version.number).toBe(4);
    await line.pass(5, 2);
    expect(await line.keys(dataKeys.captures('churn', configName))).toEqual([]);
  });

  it('did all this within what IAM allows, and lost no event', () => {
    expect(line.failedEvents).toEqual([]);
    expect(line.logged).toEqual([]);
    expect(line.served.failed).toBe(0);
  });
});
