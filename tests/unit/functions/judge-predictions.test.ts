import { describe, expect, it } from 'vitest';
import { crown } from '#domain/ledger/champion.ts';
import { dataKeys } from '#domain/object-keys.ts';
import { QualityDocument } from '#domain/quality/quality-document.ts';
import { judgePredictions } from '#functions/judge-predictions.ts';
import { type LabelledReign, labelledReign, labelsLanded } from '../../fakes/labelled-reign.ts';

const limits = { minimumRows: 300, aucMargin: 0.1 };
const enforced = { labels: { ...limits, mode: 'enforce' } };
const reversed = (score: number) => 1 - score;

const judge = ({ world }: LabelledReign, event: object) =>
  judgePredictions(event, { ...world, ledgerStore: world.store });

const documentOf = ({ world, champion }: LabelledReign, release = champion.release) =>
  QualityDocument.parse(world.data.json(dataKeys.predictionQuality('churn', release)));

const requested = {
  ...{ version: '0', id: '1', 'detail-type': 'Judgement Requested', source: 'andon', time: '2026-03-01T00:00:00Z' },
  detail: { model: 'churn' },
};

describe('JudgePredictions', () => {
  it('confirms a version whose labels come as its scores said, and tells people once', async () => {
    const reign = await labelledReign(enforced);
    const customers = await reign.hours(8, 700);
    expect(await judge(reign, await reign.land('a.csv', customers))).toEqual({
      outcome: 'Judged',
      verdicts: { r1: 'Passed' },
    });
    expect(documentOf(reign)).toMatchObject({
      ...{ configName: reign.champion.configName, version: 1, mode: 'enforce', unreadable: [] },
      ...{ counts: { labels: 5600, predictions: 5600, unknown: 0 }, judgement: { rows: 5600, clusters: 8 } },
    });
    await judge(reign, await reign.land('b.csv', customers.slice(0, 10)));
    const { world } = reign;
    expect(world.notifications.sent).toMatchObject([
      { kind: 'PredictionsPassed', message: expect.stringMatching(/live AUC of version 1/) },
    ]);
    expect(await world.recorded()).toEqual([`JudgePredictions ${reign.champion.configName}:Passed`]);
    expect(world.workflows.started).toEqual([]);
  });

  it('starts the rollback of a champion that labels show to be worse, under the key of its alarms, once', async () => {
    const reign = await labelledReign(enforced, reversed);
    const customers = await reign.hours(8, 100);
    const event = await reign.land('a.csv', customers);
    const { rollback } = await judge(reign, event);
    const { world, champion } = reign;
    expect(world.workflows.started).toMatchObject([
      {
        ...{ stateMachine: 'rollback', name: rollback },
        input: {
          version: champion.version,
          trigger: {
            kind: 'alarm',
            key: 'rollback:churn@1',
            actor: 'labels',
            reason: expect.stringMatching(/shown to be worse/),
          },
        },
      },
    ]);
    expect(documentOf(reign)).toMatchObject({ rollback, judgement: { verdict: 'Failed' } });
    expect(world.notifications.sent).toMatchObject([
      { kind: 'PredictionsFailed', message: expect.stringMatching(`${rollback} takes it back`) },
    ]);
    expect(await judge(reign, event)).toMatchObject({ outcome: 'Unchanged' });
    await judge(reign, await reign.land('more.csv', customers.slice(0, 5)));
    expect(world.workflows.started).toHaveLength(1);
    expect(world.notifications.sent).toHaveLength(1);
    expect(await world.recorded()).toEqual([`JudgePredictions ${champion.configName}:Failed`]);
  });

  it('starts it again when its first attempt died before it was written down', async () => {
    const reign = await labelledReign(enforced, reversed);
    const event = await reign.land('a.csv', await reign.hours(8, 100));
    const { world } = reign;
    world.data.fault = ({ key }) => {
      if (key.endsWith('quality.json')) throw new Error('503');
      return undefined;
    };
    await expect(judge(reign, event)).rejects.toThrow('503');
    world.data.fault = () => undefined;
    expect(await judge(reign, event)).toMatchObject({ verdicts: { r1: 'Failed' } });
    expect(world.workflows.started).toHaveLength(1);
    expect(world.notifications.sent).toHaveLength(1);
  });

  it('waits for no audit record to roll back', async () => {
    const reign = await labelledReign(enforced, reversed);
    const { world } = reign;
    world.store.fault = ({ key }) => {
      if (key.startsWith('audit/')) throw new Error('503');
      return undefined;
    };
    await judge(reign, await reign.land('a.csv', await reign.hours(8, 100)));
    expect(world.workflows.started).toHaveLength(1);
    world.store.fault = () => undefined;
    expect(await world.audit.recordDeferred('churn')).toBe(1);
  });

  it.each([
    ['the manifest observes', { labels: limits }, 0],
    ['the watch hours are over', enforced, 30],
  ])('rolls nothing back when %s, and pages', async (_, quality, hoursLater) => {
    const reign = await labelledReign(quality, reversed);
    const customers = await reign.hours(8, 100);
    reign.world.pass(hoursLater * 60);
    expect(await judge(reign, await reign.land('a.csv', customers))).toEqual({
      outcome: 'Judged',
      verdicts: { r1: 'Failed' },
    });
    expect(reign.world.workflows.started).toEqual([]);
    expect(reign.world.notifications.sent).toMatchObject([
      { kind: 'PredictionsFailed', message: expect.stringMatching(/Nothing is rolled back\.$/) },
    ]);
  });

  it('judges nothing on few labels, and goes on when more come', async () => {
    const reign = await labelledReign(enforced, reversed);
    const customers = await reign.hours(8, 100);
    expect(await judge(reign, await reign.land('a.csv', customers.slice(0, 200)))).toMatchObject({
      verdicts: { r1: 'Inconclusive' },
    });
    expect(reign.world.notifications.sent).toEqual([]);
    expect(await judge(reign, await reign.land('b.csv', customers.slice(200)))).toMatchObject({
      verdicts: { r1: 'Failed' },
    });
  });

  it('takes the last label: late corrections change the verdict, and what was told stays told', async () => {
    const reign = await labelledReign({ labels: limits });
    const customers = await reign.hours(8, 700);
    const wrong = customers.map(({ id, label }) => ({ id, label: (1 - label) as 0 | 1 }));
    expect(await judge(reign, await reign.land('a.csv', wrong))).toMatchObject({ verdicts: { r1: 'Failed' } });
    reign.world.pass(1);
    expect(await judge(reign, await reign.land('b.csv', customers))).toMatchObject({ verdicts: { r1: 'Passed' } });
    expect(documentOf(reign).counts.corrected).toBe(5600);
    expect(reign.world.notifications.sent.map(({ kind }) => kind)).toEqual(['PredictionsFailed', 'PredictionsPassed']);
  });

  it('waits for predictions that are captured later than their labels land', async () => {
    const reign = await labelledReign(enforced);
    const early = Array.from({ length: 5 }, (_, index) => ({ id: `customer-${index + 1}`, label: 1 as const }));
    const event = await reign.land('a.csv', early);
    expect(await judge(reign, event)).toMatchObject({ outcome: 'Unchanged' });
    await reign.hour(3);
    await judge(reign, requested);
    expect(documentOf(reign)).toMatchObject({ counts: { unknown: 2 }, judgement: { rows: 3 } });
    expect(await judge(reign, requested)).toMatchObject({ outcome: 'Unchanged' });
    await reign.hour(3);
    expect(await judge(reign, requested)).toMatchObject({ outcome: 'Judged' });
    expect(documentOf(reign)).toMatchObject({ counts: { unknown: 0 }, judgement: { rows: 5 } });
  });

  it('judges what served before too, for the report alone', async () => {
    const reign = await labelledReign(enforced, reversed);
    const customers = await reign.hours(8, 100);
    const { world, champion } = reign;
    const next = {
      ...champion,
      version: { number: 2, arn: world.registry.add('churn').arn },
      configName: 'dev-churn-e2-v2',
      epoch: 2,
      release: 'r2',
      since: world.now().toISOString(),
    };
    await world.ledger.champion('churn').change((current) => ({
      write: crown(current, next, { ended: 'Replaced', reason: '' }),
      result: undefined,
    }));
    expect(await judge(reign, await reign.land('a.csv', customers))).toEqual({
      outcome: 'Judged',
      verdicts: { r1: 'Failed' },
    });
    expect(world.workflows.started).toEqual([]);
    expect(documentOf(reign, 'r1').judgement.verdict).toBe('Failed');
  });

  it('tells once of label files that cannot be read, and uses the others', async () => {
    const reign = await labelledReign(enforced);
    const customers = await reign.hours(8, 700);
    await judge(reign, await reign.landText('bad.csv', 'id,outcome\ncustomer-1,1\n'));
    await judge(reign, await reign.land('good.csv', customers));
    expect(reign.world.notifications.sent).toMatchObject([
      {
        kind: 'LabelsUnreadable',
        message: expect.stringMatching(
          /labels\/churn\/bad\.csv: it has no column inference_id and label, but id, outcome/,
        ),
      },
      { kind: 'PredictionsPassed' },
    ]);
    expect(documentOf(reign).unreadable).toHaveLength(1);
  });

  it('tells of labels that belong to no model, once a day', async () => {
    const reign = await labelledReign(enforced);
    const { world } = reign;
    for (const key of ['labels/chrun/a.csv', 'labels/chrun/b.csv', 'labels/chrun/__proto__/c.csv'])
      expect(await judge(reign, labelsLanded(key, world.now()))).toMatchObject({ outcome: 'Unclaimed' });
    expect(world.notifications.sent).toMatchObject([
      { kind: 'UnclaimedData', message: expect.stringMatching(/labels\/chrun\/a\.csv landed/) },
    ]);
  });

  it.each([
    ['labels/churn/', 'is a folder'],
    ['landing/churn/a.csv', 'is not under labels'],
  ])('ignores %s', async (key, reason) => {
    const reign = await labelledReign(enforced);
    expect(await judge(reign, labelsLanded(key, reign.world.now()))).toMatchObject({
      outcome: 'Ignored',
      reason: expect.stringContaining(reason),
    });
  });

  it('ignores labels of a model whose manifest judges none, and says what to add', async () => {
    const reign = await labelledReign({});
    const event = await reign.land('a.csv', await reign.hour(5));
    expect(await judge(reign, event)).toMatchObject({
      outcome: 'Ignored',
      reason: expect.stringMatching(/add release\.quality\.labels/),
    });
  });

  it('ignores what is no event of its kind', async () => {
    const reign = await labelledReign(enforced);
    expect(await judge(reign, { hello: 'world' })).toMatchObject({ outcome: 'Ignored' });
    const nothing = labelsLanded('labels/__proto__/a.csv', reign.world.now());
    expect(await judge(reign, nothing)).toMatchObject({ outcome: 'Unclaimed' });
    const foreign = { ...requested, detail: { model: 'other' } };
    expect(await judge(reign, foreign)).toMatchObject({
      outcome: 'Ignored',
      reason: expect.stringMatching(/no model of this deployment/),
    });
  });
});
