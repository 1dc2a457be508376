import { describe, expect, it } from 'vitest';
import { createSageMakerCloud } from '../../testing/sagemaker-cloud.ts';
import { type Changes, channel, request } from '../../testing/training-cloud.ts';

describe('the training job operations', () => {
  it('refuse a name that was used, in the words of SageMaker', async () => {
    await using world = createSageMakerCloud();
    await world.call('CreateTrainingJob', request());
    await expect(world.call('CreateTrainingJob', request())).rejects.toMatchObject({
      code: 'ResourceInUse',
      message:
        'Training job names must be unique within an AWS account and region, and a training job with this name already exists (arn:aws:sagemaker:us-east-1:000000000000:training-job/sums-1)',
    });
  });

  it('answer for an unknown job with a ValidationException', async () => {
    await using world = createSageMakerCloud();
    const missing = { code: 'ValidationException', message: 'Requested resource not found.' };
    await expect(world.call('DescribeTrainingJob', { TrainingJobName: 'none' })).rejects.toMatchObject(missing);
    await expect(world.call('StopTrainingJob', { TrainingJobName: 'none' })).rejects.toMatchObject(missing);
  });

  it.each<[string, Changes, RegExp]>([
    ['a bad name', { TrainingJobName: 'a_b' }, /Value 'a_b' at 'trainingJobName' failed to satisfy constraint/],
    [
      'two instances',
      { ResourceConfig: { InstanceType: 'ml.m5.large', InstanceCount: 2, VolumeSizeInGB: 1 } },
      /does not support training on more than one instance/,
    ],
    [
      'pipe mode',
      { AlgorithmSpecification: { TrainingImage: 'x', TrainingInputMode: 'Pipe' } },
      /does not support TrainingInputMode Pipe/,
    ],
    ['a channel twice', { InputDataConfig: [channel('a', 's3://b/c'), channel('a', 's3://b/c')] }, /a is given twice/],
    ['a runtime of 29 days', { StoppingCondition: { MaxRuntimeInSeconds: 29 * 86_400 } }, /between 1 and 2419200/],
  ])('refuse %s by name', async (_, changes, message) => {
    await using world = createSageMakerCloud();
    await expect(world.call('CreateTrainingJob', request(changes))).rejects.toThrow(message);
  });

  it('list jobs by page, filter and order', async () => {
    await using world = createSageMakerCloud();
    for (const name of ['b-1', 'a-1', 'a-2']) await world.call('CreateTrainingJob', request({ TrainingJobName: name }));
    type Answer = { TrainingJobSummaries: { TrainingJobName: string }[]; NextToken?: string };
    const list = async (input: object) => {
      const { TrainingJobSummaries, NextToken } = await world.call<Answer>('ListTrainingJobs', input);
      return { names: TrainingJobSummaries.map(({ TrainingJobName }) => TrainingJobName), NextToken };
    };
    expect((await list({ NameContains: 'a-', SortBy: 'Name', SortOrder: 'Descending' })).names).toEqual(['a-2', 'a-1']);
    const first = await list({ MaxResults: 2, SortBy: 'Name' });
    expect(first.names).toEqual(['a-1', 'a-2']);
    expect(await list({ MaxResults: 2, SortBy: 'Name', NextToken: first.NextToken })).toEqual({ names: ['b-1'] });
    expect((await list({ StatusEquals: 'Completed' })).names).toEqual([]);
  });
});
