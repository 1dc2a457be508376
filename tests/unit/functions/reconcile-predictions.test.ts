import { describe, expect, it } from 'vitest';
import { judgePredictions } from '#functions/judge-predictions.ts';
import { reconcilePredictions } from '#functions/reconcile/reconcile-predictions.ts';
import { labelledReign } from '../../fakes/labelled-reign.ts';

const labels = { labels: { minimumRows: 300 } };
const requested = {
  ...{ version: '0', id: '1', 'detail-type': 'Judgement Requested', source: 'andon', time: '2026-03-01T00:00:00Z' },
  detail: { model: 'churn' },
};

describe('Reconcile of predictions', () => {
  it('does nothing for scores like the offline ones, and keeps what they show', async () => {
    const { world, hours } = await labelledReign({});
    await hours(2, 300);
    expect(await reconcilePredictions('churn', world)).toBeUndefined();
    expect(world.data.json('evaluations/churn/r1/scores.json')).toMatchObject({
      finding: { verdict: 'Alike', rows: 600 },
    });
    expect(world.workflows.started).toEqual([]);
  });

  it('rolls back a champion whose scores are none, once', async () => {
    const { world, hours, champion } = await labelledReign({}, () => 0.25);
    await hours(1, 100);
    expect(await reconcilePredictions('churn', world)).toMatch(
      /All 100 live scores of version 1 are 0\.25.* was started\.$/,
    );
    expect(await reconcilePredictions('churn', world)).toBeUndefined();
    expect(world.workflows.started).toMatchObject([
      { stateMachine: 'rollback', input: { trigger: { kind: 'alarm', key: 'rollback:churn@1', actor: 'reconcile' } } },
    ]);
    expect(await world.recorded()).toEqual([`JudgePredictions ${champion.configName}:Degenerate`]);
  });

  it('tells people once where that is observed', async () => {
    const { world, hours } = await labelledReign({ scores: { degenerate: 'observe' } }, () => 0.25);
    await hours(1, 100);
    expect(await reconcilePredictions('churn', world)).toMatch(/All 100 live scores/);
    world.pass(5);
    expect(await reconcilePredictions('churn', world)).toBeUndefined();
    expect(world.workflows.started).toEqual([]);
    expect(world.notifications.sent).toMatchObject([{ kind: 'PredictionsFailed' }]);
  });

  it('looks at nothing after the watch hours, nor without quality in the manifest', async () => {
    const later = await labelledReign({}, () => 0.25);
    await later.hours(25, 10);
    expect(await reconcilePredictions('churn', later.world)).toBeUndefined();
    const none = await labelledReign(undefined as never, () => 0.25);
    await none.hours(1, 100);
    expect(await reconcilePredictions('churn', none.world)).toBeUndefined();
    expect(none.world.data.keys().filter((key) => key.endsWith('scores.json'))).toEqual([]);
  });

  it('asks for labels to be judged that no event told of, until they are', async () => {
    const reign = await labelledReign(labels);
    const { world } = reign;
    await reign.land('a.csv', await reign.hours(1, 50));
    expect(await reconcilePredictions('churn', world)).toMatch(/1 files of labels wait to be judged/);
    await judgePredictions(requested, { ...world, ledgerStore: world.store });
    expect(await reconcilePredictions('churn', world)).toBeUndefined();
    expect(world.asked).toEqual(['churn']);
  });

  it('asks again when labels came before their predictions were captured', async () => {
    const reign = await labelledReign(labels);
    const { world } = reign;
    await reign.hour(10);
    await reign.land('a.csv', [{ id: 'customer-11', label: 1 }]);
    await judgePredictions(requested, { ...world, ledgerStore: world.store });
    expect(await reconcilePredictions('churn', world)).toBeUndefined();
    world.pass(10);
    expect(await reconcilePredictions('churn', world)).toMatch(/wait to be judged/);
  });
});
