import { describe, expect, it } from 'vitest';
import { noLiveScores } from '../../domain/quality/live-scores.ts';
import { fakeCommandDeps, nobody } from '../../tests/fakes/command-deps.ts';
import { historyOf } from '../../tests/fakes/executions.ts';
import { show } from '../commands/show.ts';
import { status } from '../commands/status.ts';
import { plainStyle } from '../output/style.ts';

const RELEASE = 'churn-aaaaaaaaaaaa-1';
const finding = { verdict: 'Unlike', rows: 1240, psi: 0.31, sentence: 'The stability index is 0.31, above 0.25.' };
const scores = {
  ...noLiveScores({ model: 'churn', release: RELEASE, configName: 'c', version: 1, kind: 'binary', through: '' }),
  ...{ at: '2026-03-01T06:10:00.000Z', finding },
};
const bounded = (value: number) => ({ value, low: value - 0.1, high: value + 0.1 });
const quality = {
  at: '2026-03-01T09:00:00.000Z',
  counts: { unknown: 3 },
  judgement: {
    ...{ verdict: 'Failed', rows: 812, positives: 90, clusters: 9, auc: bounded(0.71), calibrationOe: bounded(1.1) },
    ...{ offline: { version: 1, auc: 0.83, calibrationOe: 1 }, reasons: [] },
  },
};
const shown = [
  /^live scores +Unlike, 2026-03-01 06:10Z: The stability index is 0\.31, above 0\.25\.$/m,
  /^live labels +Failed, 2026-03-01 09:00Z: 812 labelled predictions, 3 without a captured prediction; AUC 0\.71 against 0\.83 offline, observed over expected 1\.1$/m,
];

async function captured() {
  const deps = fakeCommandDeps();
  await deps.crown('churn', { release: RELEASE });
  await deps.data.put(`evaluations/churn/${RELEASE}/scores.json`, JSON.stringify(scores));
  await deps.data.put(`evaluations/churn/${RELEASE}/quality.json`, JSON.stringify(quality));
  return deps;
}

describe('what captured predictions show', () => {
  it('is told by andon status of what serves', async () => {
    const answer = await status.run({ model: 'churn' }, await captured(), nobody);
    for (const line of shown) expect(answer.text(plainStyle)).toMatch(line);
    expect(answer.document).toMatchObject({
      models: [{ serves: { quality: { scores: { psi: 0.31 }, labels: { judgement: { rows: 812 } } } } }],
    });
  });

  it('is told by andon show of its release', async () => {
    const deps = await captured();
    const seen = historyOf([{ enter: 'AdmitRelease' }, { exit: 'AdmitRelease', output: { model: 'churn' } }]);
    deps.executions.add(deps.machine('release'), { name: RELEASE, status: 'SUCCEEDED' }, seen);
    const answer = await show.run({ run: RELEASE }, deps, nobody);
    for (const line of shown) expect(answer.text(plainStyle)).toMatch(line);
    expect(answer.document).toMatchObject({ quality: { scores: { verdict: 'Unlike' } } });
  });

  it('says what is still missing where nothing is decided', async () => {
    const deps = await captured();
    const few = 'They are of 1 hour; from 5 on bounds are known.';
    const open = { ...quality.judgement, verdict: 'Inconclusive', reasons: ['The live AUC is open.', few] };
    const document = JSON.stringify({ ...quality, judgement: open });
    await deps.data.put(`evaluations/churn/${RELEASE}/quality.json`, document);
    const answer = await status.run({ model: 'churn' }, deps, nobody);
    expect(answer.text(plainStyle)).toContain(`observed over expected 1.1. ${few}`);
  });

  it('is not mentioned where nothing was captured, or cannot be understood', async () => {
    const deps = await captured();
    await deps.data.put(`evaluations/churn/${RELEASE}/scores.json`, '{"of": "a later deployment"}');
    await deps.data.delete(`evaluations/churn/${RELEASE}/quality.json`);
    expect((await status.run({ model: 'churn' }, deps, nobody)).text(plainStyle)).not.toContain('live');
  });
});
