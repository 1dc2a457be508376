import { describe, expect, it } from 'vitest';
import { historyOf } from '../../tests/fakes/executions.ts';
import { openState, stagesOf, stateTransitions, transitionsCost } from './history.ts';

describe('the stages of an execution', () => {
  it('are its states in order, with times and the data they left', () => {
    const history = historyOf([
      { enter: 'SnapshotDataset' },
      { event: 'TaskScheduled' },
      { exit: 'SnapshotDataset', output: { model: 'churn', dataset: 1 } },
      { enter: 'Registered', type: 'Succeed', input: { model: 'churn' } },
    ]);
    expect(stagesOf(history)).toEqual([
      {
        state: 'SnapshotDataset',
        type: 'Task',
        visits: 1,
        enteredAt: '2026-03-01T00:01:00.000Z',
        exitedAt: '2026-03-01T00:03:00.000Z',
        seconds: 120,
        data: { model: 'churn', dataset: 1 },
      },
      {
        state: 'Registered',
        type: 'Succeed',
        visits: 1,
        enteredAt: '2026-03-01T00:04:00.000Z',
        seconds: 0,
        data: { model: 'churn' },
      },
    ]);
  });

  it('gather the visits of a loop in one', () => {
    const loop = [1, 2, 3].flatMap((look) => [{ enter: 'WatchTraffic' }, { exit: 'WatchTraffic', output: { look } }]);
    expect(stagesOf(historyOf(loop))).toMatchObject([
      { state: 'WatchTraffic', visits: 3, seconds: 180, data: { look: 3 } },
    ]);
  });

  it('leave out the states inside a Map', () => {
    const history = historyOf([
      { enter: 'ScoreHoldout', type: 'Map' },
      { event: 'MapStateStarted' },
      { event: 'MapIterationStarted' },
      { enter: 'ScoreWithOneModel' },
      { event: 'TaskScheduled' },
      { exit: 'ScoreWithOneModel', output: { role: 'candidate' } },
      { event: 'MapIterationSucceeded' },
      { event: 'MapIterationStarted', after: 3 },
      { enter: 'ScoreWithOneModel' },
      { exit: 'ScoreWithOneModel' },
      { event: 'MapIterationSucceeded' },
      { event: 'MapStateSucceeded' },
      { exit: 'ScoreHoldout', type: 'Map', output: { model: 'churn' } },
      { enter: 'EvaluateCandidate' },
    ]);
    expect(stagesOf(history).map(({ state }) => state)).toEqual(['ScoreHoldout', 'EvaluateCandidate']);
  });
});

describe('where an execution ended', () => {
  it('is the state it did not leave', () => {
    const history = historyOf([
      { enter: 'PrepareDataset' },
      { exit: 'PrepareDataset' },
      { enter: 'TrainModel' },
      { event: 'TaskFailed' },
      { event: 'ExecutionFailed' },
    ]);
    expect(openState(history)).toEqual({ state: 'TrainModel', kind: 'failed' });
  });

  it('is a verdict when that is a Fail state', () => {
    const history = historyOf([{ enter: 'GateFailed', type: 'Fail' }, { event: 'ExecutionFailed' }]);
    expect(openState(history)).toEqual({ state: 'GateFailed', kind: 'stopped' });
  });

  it('is the Map, when it failed in one of its iterations', () => {
    const history = historyOf([
      { enter: 'ScoreHoldout', type: 'Map' },
      { event: 'MapStateStarted' },
      { event: 'MapIterationStarted' },
      { enter: 'ScoreWithOneModel' },
      { event: 'TaskFailed' },
      { event: 'MapIterationFailed' },
      { event: 'MapStateFailed' },
      { event: 'ExecutionFailed' },
    ]);
    expect(openState(history)).toEqual({ state: 'ScoreHoldout', kind: 'failed' });
  });

  it('is nowhere when it left every state', () => {
    expect(openState(historyOf([{ enter: 'A' }, { exit: 'A' }]))).toBeUndefined();
  });
});

describe('the cost of an execution', () => {
  it('counts every state entered, and every further attempt of a task', () => {
    const history = historyOf([
      { enter: 'TrainModel' },
      { event: 'TaskScheduled' },
      { event: 'TaskFailed' },
      { event: 'TaskScheduled' },
      { event: 'TaskFailed' },
      { event: 'ExecutionFailed' },
      { event: 'ExecutionRedriven' },
      { event: 'TaskScheduled' },
      { exit: 'TrainModel' },
      { enter: 'IsAccepted', type: 'Choice' },
    ]);
    expect(stateTransitions(history)).toBe(4);
  });

  it('is 25 dollars for a million', () => {
    expect(transitionsCost(1_000_000)).toBe(25);
  });
});
