import type {
  CreateEndpointConfigInput,
  DeleteEndpointConfigInput,
  DescribeEndpointConfigInput,
  DescribeEndpointConfigOutput,
  ListEndpointConfigsInput,
} from '@aws-sdk/client-sagemaker';
import { arn } from '../../arn.ts';
import type { Cloud } from '../../cloud.ts';
import { listPage } from '../list-page.ts';
import { openTags } from '../tags.ts';
import { required, requireName, validationError } from '../validation.ts';
import { checkConfig } from './check-config.ts';
import type { EndpointPorts } from './ports.ts';
import { type ConfigRecord, configCollection } from './records.ts';

/** @throws ValidationException `Could not find endpoint configuration "<arn>".` */
export function findConfig(cloud: Cloud, name: string): ConfigRecord {
  const found = configCollection(cloud).get(name);
  if (found !== undefined) return found;
  throw validationError(`Could not find endpoint configuration "${configArn(cloud, name)}".`);
}

/** CreateEndpointConfig, DescribeEndpointConfig, ListEndpointConfigs, DeleteEndpointConfig. */
export function createConfigOperations(cloud: Cloud, { resolveModel }: Pick<EndpointPorts, 'resolveModel'>) {
  const configs = configCollection(cloud);
  const tags = openTags(cloud);

  return {
    CreateEndpointConfig({ Tags, ...content }: CreateEndpointConfigInput) {
      const name = requireName(content.EndpointConfigName, 'endpointConfigName');
      const EndpointConfigArn = configArn(cloud, name);
      if (configs.has(name)) {
        throw validationError(`Cannot create already existing endpoint configuration "${EndpointConfigArn}".`);
      }
      for (const { ModelName } of checkConfig(content)) resolveModel(required(ModelName, 'modelName'));
      cloud.store.transaction(() => {
        configs.set(name, { name, arn: EndpointConfigArn, createdAt: cloud.clock.now(), content });
        tags.set(EndpointConfigArn, Tags);
      });
      return { EndpointConfigArn };
    },

    DescribeEndpointConfig({ EndpointConfigName }: DescribeEndpointConfigInput): DescribeEndpointConfigOutput {
      const config = findConfig(cloud, required(EndpointConfigName, 'endpointConfigName'));
      return {
        EnableNetworkIsolation: false,
        ...config.content,
        EndpointConfigName: config.name,
        EndpointConfigArn: config.arn,
        ProductionVariants: config.content.ProductionVariants,
        CreationTime: new Date(config.createdAt),
      };
    },

    ListEndpointConfigs(input: ListEndpointConfigsInput) {
      const { page, ...rest } = listPage(configs.values(), input, { sortOrder: 'Descending' });
      const EndpointConfigs = page.map((config) => ({
        EndpointConfigName: config.name,
        EndpointConfigArn: config.arn,
        CreationTime: new Date(config.createdAt),
      }));
      return { EndpointConfigs, ...rest };
    },

    /** As on AWS, a configuration in use is deleted too. */
    DeleteEndpointConfig({ EndpointConfigName }: DeleteEndpointConfigInput) {
      const config = findConfig(cloud, required(EndpointConfigName, 'endpointConfigName'));
      cloud.store.transaction(() => {
        configs.delete(config.name);
        tags.remove(config.arn);
      });
      return {};
    },
  };
}

function configArn(cloud: Cloud, name: string): string {
  return arn(cloud, 'sagemaker', `endpoint-config/${name.toLowerCase()}`);
}
