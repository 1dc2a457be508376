import type { ContainerDefinition, ModelPackageContainerDefinition } from '@aws-sdk/client-sagemaker';
import type { Cloud } from '../cloud.ts';
import { containersOf, findModel } from './models.ts';
import { findPackage } from './registry/package-record.ts';
import { validationError } from './validation.ts';

/** What has to run for one container of a model. */
export interface ModelContainer {
  readonly image: string;
  /** S3 URI of a model.tar.gz. */
  readonly modelDataUrl?: string;
  readonly environment: Readonly<Record<string, string>>;
}

/**
 * The containers of a model in their order, with what its model packages say filled in; a container's own environment
 * goes before its package's.
 * @throws ValidationException when the model, or a package it was made from, does not exist
 */
export function resolveModel(cloud: Cloud, modelName: string): ModelContainer[] {
  return containersOf(findModel(cloud, modelName).content).flatMap((container) => resolveContainer(cloud, container));
}

function resolveContainer(cloud: Cloud, container: ContainerDefinition): ModelContainer[] {
  if (container.ModelPackageName === undefined) return [describe(container, container.Environment)];
  const found = findPackage(cloud, container.ModelPackageName);
  const packaged = found.content.InferenceSpecification?.Containers ?? [];
  if (packaged.length === 0) {
    throw validationError(`ModelPackage ${found.arn} has no InferenceSpecification, so it cannot serve.`);
  }
  return packaged.map((part) => describe(part, { ...part.Environment, ...container.Environment }));
}

function describe(
  { Image, ModelDataUrl, ModelDataSource }: ContainerDefinition | ModelPackageContainerDefinition,
  environment: Record<string, string> | undefined,
): ModelContainer {
  if (Image === undefined) throw validationError('A container of the model names no Image.');
  const modelDataUrl = ModelDataUrl ?? ModelDataSource?.S3DataSource?.S3Uri;
  return { image: Image, environment: environment ?? {}, ...(modelDataUrl === undefined ? {} : { modelDataUrl }) };
}
