import { describe, expect, it } from 'vitest';
import { createFacts } from '../../story/facts.ts';

describe('what an act still knows when it is continued', () => {
  it('makes a fact once, also when the story was killed and goes on from what was saved', async () => {
    const record: Record<string, unknown> = {};
    let disk = '{}';
    const facts = createFacts(record, () => {
      disk = JSON.stringify(record);
    });
    expect(await facts.once('before', async () => ({ version: 1 }))).toEqual({ version: 1 });
    const continued = createFacts(JSON.parse(disk) as Record<string, unknown>, () => {});
    const again = async () => {
      throw new Error('made twice');
    };
    expect(await continued.once('before', again)).toEqual({ version: 1 });
  });

  it('keeps nothing of what failed', async () => {
    const facts = createFacts({}, () => {});
    await expect(facts.once('before', () => Promise.reject(new Error('no answer')))).rejects.toThrow('no answer');
    expect(await facts.once('before', async () => 2)).toBe(2);
  });
});
