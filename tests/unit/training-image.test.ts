import { describe, expect, it } from 'vitest';
import { trainingImageUri } from '#domain/training-image.ts';

describe('The training image', () => {
  it("is the built-in one in the region's registry", () => {
    expect(trainingImageUri('xgboost:1.7-1', 'eu-central-1')).toBe(
      '492215442770.dkr.ecr.eu-central-1.amazonaws.com/sagemaker-xgboost:1.7-1',
    );
  });

  it('is any other image as it is given', () => {
    const own = '111122223333.dkr.ecr.us-east-1.amazonaws.com/trainer@sha256:abc';
    expect(trainingImageUri(own, 'us-east-1')).toBe(own);
  });

  it('cannot be the built-in one where the registry is not known', () => {
    expect(() => trainingImageUri('xgboost:1.7-1', 'mars-north-1')).toThrow(/Give the image's full URI/);
  });
});
