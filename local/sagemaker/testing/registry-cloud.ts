import type {
  CreateModelPackageInput,
  DescribeModelPackageOutput,
  ListModelPackagesOutput,
  UpdateModelPackageInput,
} from '@aws-sdk/client-sagemaker';
import { createSageMakerCloud, type SageMakerCloud, TEST_IMAGE } from './sagemaker-cloud.ts';

export const GROUP = 'flights';
export const ARN = 'arn:aws:sagemaker:us-east-1:000000000000:model-package/flights';

/** A cloud with the group `flights` and no version in it. */
export async function withGroup(): Promise<SageMakerCloud> {
  const world = createSageMakerCloud();
  await world.call('CreateModelPackageGroup', { ModelPackageGroupName: GROUP, ModelPackageGroupDescription: 'late?' });
  return world;
}

export const version = (changes: Partial<CreateModelPackageInput> = {}): CreateModelPackageInput => ({
  ModelPackageGroupName: GROUP,
  InferenceSpecification: {
    Containers: [{ Image: TEST_IMAGE, ModelDataUrl: 's3://models/m.tar.gz' }],
    SupportedContentTypes: ['text/csv'],
    SupportedResponseMIMETypes: ['text/csv'],
  },
  ...changes,
});

export const create = (world: SageMakerCloud, changes: Partial<CreateModelPackageInput> = {}) =>
  world.call<{ ModelPackageArn: string }>('CreateModelPackage', version(changes));
export const update = (world: SageMakerCloud, changes: Partial<UpdateModelPackageInput>) =>
  world.call('UpdateModelPackage', { ModelPackageArn: `${ARN}/1`, ...changes });
export const describePackage = (world: SageMakerCloud, arn = `${ARN}/1`) =>
  world.call<DescribeModelPackageOutput>('DescribeModelPackage', { ModelPackageName: arn });
export const list = async (world: SageMakerCloud, input: object) => {
  const output = await world.call<ListModelPackagesOutput>('ListModelPackages', input);
  const versions = output.ModelPackageSummaryList?.map(({ ModelPackageVersion }) => ModelPackageVersion);
  return { versions, token: output.NextToken };
};
