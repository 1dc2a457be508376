import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createTestCloud, type TestCloud } from '../../testing/test-cloud.ts';
import { ImageFileError } from './image-file.ts';
import { resolveImage, UnknownImageError } from './resolve-image.ts';

describe('resolveImage', () => {
  let root: string;
  let cloud: TestCloud;
  const declare = (text: string) => writeFileSync(join(root, 'images.json'), text);

  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), 'andon-images-'));
    cloud = createTestCloud({ directory: join(root, 'store') });
  });
  afterEach(async () => {
    await cloud[Symbol.asyncDispose]();
    rmSync(root, { recursive: true });
  });

  it.each(['1.7-1', '3.0-5'])('runs the built-in XGBoost %s of any region with the node of this process', (version) => {
    const image = resolveImage(cloud, `683313688378.dkr.ecr.us-east-1.amazonaws.com/sagemaker-xgboost:${version}`);
    expect(image.train).toEqual([process.execPath, expect.stringMatching(/local\/images\/xgboost\/train\.ts$/)]);
    expect(image.serve).toEqual([process.execPath, expect.stringMatching(/local\/images\/xgboost\/serve\.ts$/)]);
  });

  it('does not take another version for the built-in one', () => {
    expect(() => resolveImage(cloud, 'x/sagemaker-xgboost:1.5-1')).toThrow(UnknownImageError);
  });

  it('prefers the exact URI, then the longest pattern, and runs in the folder of the image file', () => {
    declare(
      JSON.stringify({ '*': { serve: ['a'] }, '*/sums:*': { serve: ['b'] }, 'x/sums:2': { serve: ['c', '-v'] } }),
    );
    expect(resolveImage(cloud, 'x/sums:2')).toEqual({ serve: ['c', '-v'], directory: root });
    expect(resolveImage(cloud, 'x/sums:1').serve).toEqual(['b']);
    expect(resolveImage(cloud, 'y').serve).toEqual(['a']);
  });

  it('says how to map an image that nothing maps', () => {
    expect(() => resolveImage(cloud, 'x/unknown:1')).toThrow(
      /No command .* x\/unknown:1\. Map it to one in .*images\.json/,
    );
  });

  it.each([
    ['no JSON', '{', /is not JSON/],
    ['a list', '[]', /must hold an object of images/],
    ['an unknown key', '{"x": {"run": ["a"]}}', /unknown key "run"/],
    ['a command that is no list', '{"x": {"serve": "node"}}', /"x"\.serve must be a list of strings/],
  ])('names what is wrong with an image file that holds %s', (_, text, message) => {
    declare(text);
    expect(() => resolveImage(cloud, 'x')).toThrow(ImageFileError);
    expect(() => resolveImage(cloud, 'x')).toThrow(message);
  });
});
