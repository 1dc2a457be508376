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
