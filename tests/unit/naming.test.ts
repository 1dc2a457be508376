import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  candidateModelName,
  deploymentAlarmName,
  endpointConfigName,
  endpointName,
  executionName,
  jobName,
  LONGEST_SUFFIX,
  modelPackageGroupName,
  parseEndpointConfigName,
  parseProbeEndpointName,
  probeEndpointName,
  SAGEMAKER_NAME_LIMIT,
  trainingRoleName,
  versionModelName,
} from '#domain/naming.ts';

describe('Names', () => {
  it('of executions are the same for the same business key, and others for another or the next generation', () => {
    expect(executionName('churn', 'k', 1)).toBe(executionName('churn', 'k', 1));
    expect(executionName('churn', 'k', 2)).toBe(executionName('churn', 'k', 1).replace(/1$/, '2'));
    expect(executionName('churn', 'other', 1)).not.toBe(executionName('churn', 'k', 1));
  });

  it('of jobs say which run, whom a transform scores, and the attempt', () => {
    expect(jobName('dev', 'churn-0123456789ab-1', { attempt: 2 })).toBe('dev-churn-0123456789ab-1-2');
    expect(jobName('dev', 'churn-0123456789ab-1', { attempt: 1, role: 'champion' })).toBe(
      'dev-churn-0123456789ab-1-champion-1',
    );
  });

  it('fit SageMaker for every model that the manifest lets through', () => {
    const longest = SAGEMAKER_NAME_LIMIT - LONGEST_SUFFIX.length - 'prod-'.length;
    const model = 'm'.repeat(longest);
    const job = jobName('prod', executionName(model, 'k', 99), { attempt: 99, role: 'candidate' });
    expect(job).toHaveLength(SAGEMAKER_NAME_LIMIT);
    const config = endpointConfigName('prod', model, { version: 99_999, epoch: 99_999 });
    const probe = probeEndpointName('prod', executionName(model, 'k', 99));
    for (const name of [config, probe, versionModelName('prod', model, 99_999), modelPackageGroupName('prod', model)])
      expect(name.length).toBeLessThanOrEqual(SAGEMAKER_NAME_LIMIT);
    // IAM takes 64 characters, CloudWatch 255.
    expect(trainingRoleName('prod', model).length).toBeLessThanOrEqual(64);
    expect(deploymentAlarmName(config, 'kill-switch').length).toBeLessThanOrEqual(255);
  });

  it('of probe endpoints give back their run, and no other name does', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[a-z][a-z0-9-]{0,20}$/), fc.string(), fc.integer({ min: 1 }), (model, key, n) => {
        const run = executionName(model, key, n);
        expect(parseProbeEndpointName('dev', probeEndpointName('dev', run))).toBe(run);
        expect(parseProbeEndpointName('prod', probeEndpointName('dev', run))).toBeUndefined();
        expect(parseProbeEndpointName('dev', candidateModelName('dev', run))).toBeUndefined();
        expect(parseProbeEndpointName('dev', endpointName('dev', `${model}-probe`))).toBeUndefined();
      }),
    );
  });

  it('of endpoint configs give back their epoch and version', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[a-z][a-z0-9-]{0,20}$/), fc.nat(), fc.nat(), (model, epoch, version) => {
        expect(parseEndpointConfigName(endpointConfigName('dev', model, { epoch, version }))).toEqual({
          epoch,
          version,
        });
      }),
    );
    expect(parseEndpointConfigName('somebody-elses')).toBeUndefined();
  });
});
