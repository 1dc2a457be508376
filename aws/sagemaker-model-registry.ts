import { createHash } from 'node:crypto';
import {
  CreateModelPackageCommand,
  CreateModelPackageGroupCommand,
  DescribeModelPackageCommand,
  paginateListModelPackages,
  SageMakerClient,
  UpdateModelPackageCommand,
} from '@aws-sdk/client-sagemaker';
import type { RegisteredVersion } from '#domain/ledger/registered-version.ts';
import { modelPackageGroupName } from '#domain/naming.ts';
import { clientConfiguration } from './clients.ts';
import { customerMetadata, listedVersion, registeredVersion } from './model-package-shapes.ts';
import type { ListedVersion, ModelRegistry, NewVersion } from './model-registry.ts';
import { alreadyExists, notFound } from './sagemaker-errors.ts';

/** A run's own version is among the newest: no other run of the model registers this many in between. */
const RECENT = 20;

/** SageMaker's limit on ApprovalDescription and ModelPackageDescription. */
const DESCRIPTION_LIMIT = 1024;

export interface ModelRegistryOptions {
  readonly stage: string;
  readonly client?: SageMakerClient;
}

/** {@link ModelRegistry} on SageMaker's: one ModelPackageGroup per model, one ModelPackage per version. */
export function sageMakerModelRegistry(options: ModelRegistryOptions): ModelRegistry {
  const { stage, client = new SageMakerClient(clientConfiguration()) } = options;

  const describe = async (arn: string): Promise<RegisteredVersion | undefined> => {
    try {
      return registeredVersion(await client.send(new DescribeModelPackageCommand({ ModelPackageName: arn })));
    } catch (error) {
      if (notFound(error)) return undefined;
      throw error;
    }
  };

  const list: ModelRegistry['list'] = async function* (model, approval): AsyncIterable<ListedVersion> {
    const pages = paginateListModelPackages(
      { client },
      {
        ModelPackageGroupName: modelPackageGroupName(stage, model),
        SortBy: 'CreationTime',
        SortOrder: 'Descending',
        MaxResults: 100,
        ...(approval === undefined ? {} : { ModelApprovalStatus: approval }),
      },
    );
    try {
      for await (const page of pages) {
        for (const summary of page.ModelPackageSummaryList ?? []) {
          const version = listedVersion(summary);
          if (version !== undefined) yield version;
        }
      }
    } catch (error) {
      if (!notFound(error)) throw error;
    }
  };

  const registeredBy = async (model: string, run: string) => {
    let seen = 0;
    for await (const { arn } of list(model)) {
      const version = await describe(arn);
      if (version?.metadata?.run === run) return version;
      seen += 1;
      if (seen === RECENT) break;
    }
    return undefined;
  };

  const decide = async (arn: string, status: 'Approved' | 'Rejected', reason: string) => {
    await client.send(
      new UpdateModelPackageCommand({
        ModelPackageArn: arn,
        ModelApprovalStatus: status,
        ApprovalDescription: reason.slice(0, DESCRIPTION_LIMIT),
      }),
    );
  };

  return {
    describe,
    list,
    approve: (arn, reason) => decide(arn, 'Approved', reason),
    reject: (arn, reason) => decide(arn, 'Rejected', reason),
    async ensureGroup(model) {
      try {
        await client.send(
          new CreateModelPackageGroupCommand({
            ModelPackageGroupName: modelPackageGroupName(stage, model),
            ModelPackageGroupDescription: `Versions of ${model}, registered by its runs`,
          }),
        );
      } catch (error) {
        if (!alreadyExists(error)) throw error;
      }
    },
    async create(version) {
      const existing = await registeredBy(version.model, version.metadata.run);
      if (existing !== undefined) return existing;
      const created = await client.send(new CreateModelPackageCommand(createInput(stage, version)));
      const registered = await describe(created.ModelPackageArn ?? '');
      if (registered === undefined) {
        throw new Error(
          `SageMaker registered ${created.ModelPackageArn} and does not show it yet. Run the state again.`,
        );
      }
      return registered;
    },
    async annotate(arn, metadata) {
      await client.send(
        new UpdateModelPackageCommand({ ModelPackageArn: arn, CustomerMetadataProperties: customerMetadata(metadata) }),
      );
    },
  };
}

function createInput(stage: string, version: NewVersion) {
  const { metrics, environment } = version;
  return {
    ModelPackageGroupName: modelPackageGroupName(stage, version.model),
    ModelPackageDescription: version.description.slice(0, DESCRIPTION_LIMIT),
    ModelApprovalStatus: version.approval,
    // 36 characters of [a-zA-Z0-9-], derived so that a lost answer is not registered twice.
    ClientToken: createHash('sha256').update(`register ${version.metadata.run}`).digest('hex').slice(0, 36),
    CustomerMetadataProperties: customerMetadata({ ...version.metadata }),
    InferenceSpecification: {
      Containers: [
        {
          Image: version.imageUri,
          ModelDataUrl: version.artifactUri,
          ...(environment === undefined ? {} : { Environment: { ...environment } }),
        },
      ],
      SupportedContentTypes: [...version.contentTypes],
      SupportedResponseMIMETypes: ['text/csv'],
    },
    ...(metrics === undefined
      ? {}
      : {
          ModelMetrics: {
            ModelQuality: {
              Statistics: {
                ContentType: 'application/json',
                S3Uri: metrics.uri,
                ContentDigest: `sha256:${metrics.digest}`,
              },
            },
          },
        }),
  };
}
