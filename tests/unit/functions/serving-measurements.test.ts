import { describe, expect, it } from 'vitest';
import { servingMeasurements } from '#functions/gate-candidate/serving-measurements.ts';
import { keepProbe } from '#functions/probe-candidate/probe-record.ts';
import { fakeObjectStore } from '../../fakes/object-store.ts';
import { aProbe } from '../gates/a-probe.ts';
import { aGate } from '../gates/an-evaluation.ts';

const artifactUri = 's3://data/artifacts/churn/r/model.tar.gz';
const training = { jobName: '', imageUri: '', artifactUri, artifactDigest: 'a1', metrics: {}, seconds: 1 };
const notNeeded = { status: 'NotNeeded' } as const;

function aStore() {
  return fakeObjectStore('data', () => new Date('2026-03-01T00:00:00Z'));
}

describe('what the serving gates are judged from', () => {
  it('is the size of the artifact in S3, asked for only when a gate wants it', async () => {
    const data = aStore();
    await data.put('artifacts/churn/r/model.tar.gz', 'x'.repeat(77));
    const measured = (gates: Parameters<typeof servingMeasurements>[1]['gates']) =>
      servingMeasurements({ training, probe: notNeeded }, { gates, data });
    expect(await measured([aGate('artifact')])).toEqual({ artifactBytes: 77, probe: undefined });
    expect(await measured([aGate('absolute')])).toEqual({ artifactBytes: undefined, probe: undefined });
    await data.delete('artifacts/churn/r/model.tar.gz');
    expect(await measured([aGate('artifact')])).toMatchObject({ artifactBytes: undefined });
  });

  it('is what the probe of its run found, also when a release judges it again under another name', async () => {
    const data = aStore();
    const document = aProbe({ milliseconds: [1, 2] });
    const probe = await keepProbe(document, data);
    expect((await servingMeasurements({ training, probe }, { gates: [], data })).probe).toEqual(document);
  });

  it('is nothing that another artifact answered', async () => {
    const data = aStore();
    const probe = await keepProbe(aProbe({ artifactDigest: 'other' }), data);
    expect((await servingMeasurements({ training, probe }, { gates: [], data })).probe).toBeUndefined();
  });
});
