import { describe, expect, it } from 'vitest';
import { readEnvironment } from '#functions/environment.ts';

describe("A function's environment", () => {
  it('is read typed', () => {
    const env = readEnvironment({ BUCKET: 'string', DAYS: 'number' }, { BUCKET: 'data', DAYS: '7', OTHER: 'x' });
    expect(env).toEqual({ BUCKET: 'data', DAYS: 7 });
  });

  it.each([
    [{}, /BUCKET is not set/],
    [{ BUCKET: '' }, /BUCKET is not set/],
    [{ BUCKET: 'data', DAYS: 'seven' }, /DAYS must be a number, not "seven"/],
  ])('%o names the variable that is wrong', (source, message) => {
    const read = () => readEnvironment({ BUCKET: 'string', DAYS: 'number' }, source);
    expect(read).toThrow(message);
    expect(read).toThrow(expect.objectContaining({ name: 'EnvironmentInvalidError' }));
  });
});
