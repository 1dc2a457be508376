import type {
  ContainerDefinition,
  CreateModelInput,
  DeleteModelInput,
  DescribeModelInput,
  DescribeModelOutput,
  ListModelsInput,
} from '@aws-sdk/client-sagemaker';
import { arn } from '../arn.ts';
import type { Cloud } from '../cloud.ts';
import type { Collection } from '../store/collection.ts';
import { listPage } from './list-page.ts';
import { approvedPackage } from './registry/approved-package.ts';
import { openTags } from './tags.ts';
import { required, requireName, validationError } from './validation.ts';

/** A model as stored. */
export interface ModelRecord {
  readonly name: string;
  readonly arn: string;
  /** Virtual ms since the epoch. */
  readonly createdAt: number;
  readonly content: Omit<CreateModelInput, 'Tags'>;
}

export function modelCollection({ store }: Pick<Cloud, 'store'>): Collection<ModelRecord> {
  return store.collection('sagemaker.models');
}

/** @throws ValidationException `Could not find model "<arn>".` */
export function findModel(cloud: Cloud, name: string): ModelRecord {
  const found = modelCollection(cloud).get(name);
  if (found !== undefined) return found;
  throw validationError(`Could not find model "${arn(cloud, 'sagemaker', `model/${name.toLowerCase()}`)}".`);
}

/** CreateModel, DescribeModel, ListModels, DeleteModel. */
export function createModelOperations(cloud: Cloud) {
  const models = modelCollection(cloud);
  const tags = openTags(cloud);

  return {
    CreateModel({ Tags, ...content }: CreateModelInput) {
      const name = requireName(content.ModelName, 'modelName');
      const modelArn = arn(cloud, 'sagemaker', `model/${name.toLowerCase()}`);
      if (models.has(name)) throw validationError(`Cannot create already existing model "${modelArn}".`);
      for (const container of containersOf(content)) checkContainer(cloud, container);
      cloud.store.transaction(() => {
        models.set(name, { name, arn: modelArn, createdAt: cloud.clock.now(), content });
        tags.set(modelArn, Tags);
      });
      return { ModelArn: modelArn };
    },

    DescribeModel({ ModelName }: DescribeModelInput): DescribeModelOutput {
      const model = findModel(cloud, required(ModelName, 'modelName'));
      return {
        EnableNetworkIsolation: false,
        ...model.content,
        ModelName: model.name,
        ModelArn: model.arn,
        CreationTime: new Date(model.createdAt),
      };
    },

    ListModels(input: ListModelsInput) {
      const { page, ...rest } = listPage(models.values(), input, { sortOrder: 'Descending' });
      const Models = page.map((model) => ({
        ModelName: model.name,
        ModelArn: model.arn,
        CreationTime: new Date(model.createdAt),
      }));
      return { Models, ...rest };
    },

    DeleteModel({ ModelName }: DeleteModelInput) {
      const model = findModel(cloud, required(ModelName, 'modelName'));
      cloud.store.transaction(() => {
        models.delete(model.name);
        tags.remove(model.arn);
      });
      return {};
    },
  };
}

/** The containers of a model: PrimaryContainer or Containers, exactly one of which must be given. */
export function containersOf({ PrimaryContainer, Containers = [] }: CreateModelInput): ContainerDefinition[] {
  if (PrimaryContainer !== undefined && Containers.length > 0) {
    throw validationError('You cannot provide both PrimaryContainer and Containers.');
  }
  if (PrimaryContainer !== undefined) return [PrimaryContainer];
  if (Containers.length > 0) return Containers;
  throw validationError('You must provide either PrimaryContainer or Containers.');
}

function checkContainer(cloud: Cloud, container: ContainerDefinition): void {
  if (container.ModelPackageName !== undefined) {
    approvedPackage(cloud, container.ModelPackageName);
    return;
  }
  const source = container.ModelDataSource?.S3DataSource;
  if (source !== undefined && source.CompressionType !== 'Gzip') {
    throw validationError(
      `ModelDataSource ${source.S3Uri} is not supported by the embedded AWS: give a model.tar.gz with CompressionType Gzip.`,
    );
  }
  if (container.Image === undefined) throw validationError('A container needs either Image or ModelPackageName.');
}
