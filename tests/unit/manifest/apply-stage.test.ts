import { describe, expect, it } from 'vitest';
import { complaints, parseTiny, tinyDocument, withValue } from './a-manifest.ts';

const prod = {
  gates: { r2: { min: 0.6 }, 'rmse-against-champion': { margin: 10, confidence: 0.99 }, rooms: { mode: 'enforce' } },
  release: { instances: 10, traffic: { type: 'linear', step: 2, waitMinutes: 15 } },
  training: { instance: 'ml.m5.4xlarge' },
  approval: { mode: 'manual' },
};

function gatesIn(stage: string) {
  const parsed = parseTiny(withValue(tinyDocument(), 'stages', { prod }), { stage });
  if ('problems' in parsed) throw new Error(JSON.stringify(parsed.problems));
  return parsed.manifest;
}

describe('stage overrides', () => {
  it('hold in their stage only', () => {
    expect(gatesIn('dev').gates[0]).toMatchObject({ min: 0.5 });
    const manifest = gatesIn('prod');
    expect(manifest.gates[0]).toMatchObject({ name: 'r2', min: 0.6 });
    expect(manifest.gates[1]).toMatchObject({ margin: 10, confidence: 0.99 });
    expect(manifest.gates[2]).toMatchObject({ mode: 'enforce', minimumRows: 10 });
    expect(manifest.release).toMatchObject({ instances: 10, traffic: { type: 'linear' }, bakeMinutes: 5 });
    expect(manifest.training).toMatchObject({ instance: 'ml.m5.4xlarge', instances: 1 });
    expect(manifest.stages).toEqual({});
  });

  it.each([
    ['a lower minimum', { r2: { min: 0.4 } }, 'at least 0.5'],
    ['a wider margin', { 'rmse-against-champion': { margin: 30 } }, 'at most 25'],
    ['less confidence', { 'rmse-against-champion': { confidence: 0.9 } }, 'at least 0.95'],
    ['observe for enforce', { r2: { mode: 'observe' } }, 'this one is enforced'],
    ['a field the gate does not have', { r2: { margin: 1 } }, 'an absolute gate; it has no margin'],
    ['an unknown gate', { r3: { min: 1 } }, 'No gate "r3". Nearest is "r2".'],
  ])('may not give %s', (_, gates, why) => {
    expect(complaints('stages', { prod: { gates } }).join()).toContain(why);
  });

  it('tighten the gates of the serving container', () => {
    const serving = [
      { kind: 'artifact', name: 'size', maxMegabytes: 10 },
      { kind: 'latency', name: 'latency', maxMilliseconds: 50 },
      { kind: 'contract', name: 'contract', mode: 'observe' },
      { kind: 'agreement', name: 'agreement' },
    ];
    const document = { ...tinyDocument(), gates: [...(tinyDocument().gates as unknown as object[]), ...serving] };
    const inProd = (gates: object) => parseTiny({ ...document, stages: { prod: { gates } } }, { stage: 'prod' });
    const tighter = {
      size: { maxMegabytes: 5 },
      latency: { maxMilliseconds: 20, percentile: 0.99, requests: 300 },
      contract: { mode: 'enforce' },
      agreement: { tolerance: 0, rows: 500 },
    };
    expect(inProd(tighter)).toMatchObject({
      manifest: {
        gates: expect.arrayContaining([
          { kind: 'artifact', name: 'size', mode: 'enforce', maxMegabytes: 5 },
          { ...serving[1], mode: 'enforce', maxMilliseconds: 20, percentile: 0.99, requests: 300 },
          { ...serving[2], mode: 'enforce', requests: [] },
          { ...serving[3], mode: 'enforce', tolerance: 0, rows: 500 },
        ]),
      },
    });
    const problems = (gates: object) => (inProd(gates) as { problems?: { message: string }[] }).problems ?? [];
    for (const looser of [
      { size: { maxMegabytes: 11 } },
      { latency: { maxMilliseconds: 51 } },
      { latency: { percentile: 0.9 } },
      { latency: { requests: 99 } },
      { agreement: { tolerance: 0.1 } },
      { agreement: { rows: 99 } },
    ]) {
      expect(problems(looser).map(({ message }) => message)).toEqual([expect.stringContaining('loosens the gate')]);
    }
    expect(problems({ contract: { tolerance: 1 } })[0]?.message).toBe('This is a contract gate; it has no tolerance.');
    expect(problems({ agreement: { requests: 5 } })[0]?.message).toContain(
      'This is an agreement gate; it has no requests.',
    );
    // A stage may ask for a percentile that its requests cannot bound.
    expect(problems({ latency: { percentile: 0.99 } })[0]?.message).toContain('fewer than 299');
  });

  it('are checked whatever stage is built', () => {
    expect(complaints('stages', { prod: { gates: { r2: { min: 0.1 } } } }, { stage: 'dev' })).toHaveLength(1);
  });

  it('may not make approval automatic', () => {
    expect(complaints('stages', { prod: { approval: { mode: 'automatic' } } })).toHaveLength(1);
  });

  it('are held to the same rules as the manifest', () => {
    const stages = { prod: { release: { instances: 1 } } };
    expect(complaints('stages', stages)).toEqual([]);
    expect(complaints('stages', stages, { stage: 'prod' })[0]).toContain('needs at least 2 instances');
  });
});
