import {
  CreateEndpointCommand,
  CreateEndpointConfigCommand,
  DeleteEndpointCommand,
  DeleteEndpointConfigCommand,
  DescribeEndpointCommand,
  ListTagsCommand,
  paginateListEndpointConfigs,
  paginateListEndpoints,
  ResourceLimitExceeded,
  SageMakerClient,
} from '@aws-sdk/client-sagemaker';
import type { EndpointState } from '#domain/release-plan/endpoint-state.ts';
import { VARIANT_NAME } from '#domain/release-plan/fleet.ts';
import { clientConfiguration } from './clients.ts';
import { endpointState } from './endpoint-shapes.ts';
import { alreadyExists, inProgress, notFound, unless } from './sagemaker-errors.ts';

export interface ProbeEndpoint {
  /** Of the endpoint and of its config. */
  readonly name: string;
  readonly modelName: string;
  readonly instance: string;
  readonly tags: Readonly<Record<string, string>>;
}

/** Endpoints of one instance that a candidate is probed on and that are gone afterwards. */
export interface ProbeEndpoints {
  /** Undefined when there is no such endpoint. */
  describe(name: string): Promise<EndpointState | undefined>;
  /**
   * Makes config and endpoint unless they exist. `no-capacity`: the account's limit of instances is reached. `not-yet`: SageMaker does
   * not find the config it has just made, as happens.
   */
  create(endpoint: ProbeEndpoint): Promise<'created' | 'no-capacity' | 'not-yet'>;
  /** Deletes endpoint and config, whichever exists. `busy`: SageMaker refuses while it creates the endpoint. */
  remove(name: string): Promise<'removed' | 'busy'>;
  /** Endpoints, and configs, whose name contains a text. */
  list(containing: string): AsyncIterable<{ readonly name: string; readonly arn: string }>;
  tags(arn: string): Promise<ProbeEndpoint['tags']>;
}

/** {@link ProbeEndpoints} on SageMaker. */
export function sageMakerProbeEndpoints(client = new SageMakerClient(clientConfiguration())): ProbeEndpoints {
  return {
    async describe(name) {
      const found = await unless(notFound, () => client.send(new DescribeEndpointCommand({ EndpointName: name })));
      return found && endpointState(found);
    },
    async create({ name, modelName, instance, tags }) {
      const Tags = Object.entries(tags).map(([Key, Value]) => ({ Key, Value }));
      const variant = {
        VariantName: VARIANT_NAME,
        ModelName: modelName,
        InstanceType: instance as never,
        InitialInstanceCount: 1,
      };
      const config = { EndpointConfigName: name, ProductionVariants: [variant], Tags };
      await unless(alreadyExists, () => client.send(new CreateEndpointConfigCommand(config)));
      try {
        const endpoint = { EndpointName: name, EndpointConfigName: name, Tags };
        await unless(alreadyExists, () => client.send(new CreateEndpointCommand(endpoint)));
        return 'created';
      } catch (error) {
        if (error instanceof ResourceLimitExceeded) return 'no-capacity';
        if (notFound(error)) return 'not-yet';
        throw error;
      }
    },
    async remove(name) {
      try {
        await unless(notFound, () => client.send(new DeleteEndpointCommand({ EndpointName: name })));
      } catch (error) {
        if (!inProgress(error)) throw error;
        return 'busy';
      }
      await unless(notFound, () => client.send(new DeleteEndpointConfigCommand({ EndpointConfigName: name })));
      return 'removed';
    },
    async *list(containing) {
      for await (const page of paginateListEndpoints({ client }, { NameContains: containing })) {
        for (const { EndpointName: name = '', EndpointArn: arn = '' } of page.Endpoints ?? []) yield { name, arn };
      }
      for await (const page of paginateListEndpointConfigs({ client }, { NameContains: containing })) {
        for (const { EndpointConfigName: name = '', EndpointConfigArn: arn = '' } of page.EndpointConfigs ?? [])
          yield { name, arn };
      }
    },
    async tags(arn) {
      const found = await unless(notFound, () => client.send(new ListTagsCommand({ ResourceArn: arn })));
      return Object.fromEntries((found?.Tags ?? []).map(({ Key = '', Value = '' }) => [Key, Value]));
    },
  };
}
