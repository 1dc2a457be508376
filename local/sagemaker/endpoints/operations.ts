import type {
  CreateEndpointInput,
  DeleteEndpointInput,
  DescribeEndpointInput,
  ListEndpointsInput,
  UpdateEndpointInput,
  UpdateEndpointWeightsAndCapacitiesInput,
} from '@aws-sdk/client-sagemaker';
import type { Cloud } from '../../cloud.ts';
import { listPage } from '../list-page.ts';
import { openTags } from '../tags.ts';
import { required, requireName, validationError } from '../validation.ts';
import { requireAlarms } from './alarms.ts';
import { beginChange } from './change-capacities.ts';
import { createConfigOperations, findConfig } from './config-operations.ts';
import { checkDeployment } from './deployment-policy.ts';
import { describeEndpoint } from './describe.ts';
import { durations } from './durations.ts';
import { createEngine } from './engine.ts';
import { endpointArn, findEndpoint, requireIdle } from './find-endpoint.ts';
import { instancesOf, makeFleet } from './fleet.ts';
import { InferenceServers } from './inference-servers.ts';
import { none } from './phases.ts';
import { type EndpointPorts, realPorts } from './ports.ts';
import { type EndpointRecord, endpointCollection } from './records.ts';
import { createServing } from './serving.ts';
import { alarmNames, checkUpdate } from './update-endpoint.ts';

/** Endpoints and their configurations: the operations, and what the service must call after a start and at its end. */
export function createEndpointOperations(cloud: Cloud, ports: EndpointPorts = realPorts(cloud)) {
  const endpoints = endpointCollection(cloud);
  const servers = new InferenceServers(cloud, ports);
  const engine = createEngine(cloud, servers);
  const tags = openTags(cloud);
  createServing(cloud, servers);

  const operations = {
    ...createConfigOperations(cloud, ports),

    async CreateEndpoint({ DeploymentConfig, Tags, ...input }: CreateEndpointInput) {
      const name = requireName(input.EndpointName, 'endpointName');
      const arn = endpointArn(cloud, name);
      const requireAbsent = () => {
        if (endpoints.has(name)) throw validationError(`Cannot create already existing endpoint "${arn}".`);
      };
      requireAbsent();
      const config = findConfig(cloud, required(input.EndpointConfigName, 'endpointConfigName'));
      const fleet = makeFleet(cloud, config, ports);
      const instances = instancesOf(fleet);
      if (DeploymentConfig !== undefined) {
        checkDeployment(DeploymentConfig, instances);
        await requireAlarms(cloud, alarmNames(DeploymentConfig));
        requireAbsent();
      }
      const now = cloud.clock.now();
      tags.set(arn, Tags);
      const created: EndpointRecord = {
        name,
        arn,
        status: 'Creating',
        createdAt: now,
        modifiedAt: now,
        deployment: {
          fleet,
          phases: [{ kind: 'Creating', seconds: durations.provisioning, traffic: none(instances) }],
          phase: 0,
          phaseStartedAt: now,
          startedAt: now,
          deadline: Number.MAX_SAFE_INTEGER,
          alarms: [],
        },
        ...(DeploymentConfig === undefined ? {} : { lastDeploymentConfig: DeploymentConfig }),
      };
      engine.commit(created, now);
      return { EndpointArn: arn };
    },

    DescribeEndpoint({ EndpointName }: DescribeEndpointInput) {
      return describeEndpoint(findEndpoint(cloud, required(EndpointName, 'endpointName')));
    },

    ListEndpoints(input: ListEndpointsInput) {
      const { page, ...rest } = listPage(endpoints.values(), input, { sortOrder: 'Descending' });
      const Endpoints = page.map((endpoint) => ({
        EndpointName: endpoint.name,
        EndpointArn: endpoint.arn,
        EndpointStatus: endpoint.status,
        CreationTime: new Date(endpoint.createdAt),
        LastModifiedTime: new Date(endpoint.modifiedAt),
      }));
      return { Endpoints, ...rest };
    },

    async UpdateEndpoint(input: UpdateEndpointInput) {
      const begin = await checkUpdate(cloud, input, ports);
      const updated = begin();
      engine.commit(updated, updated.modifiedAt);
      return { EndpointArn: updated.arn };
    },

    UpdateEndpointWeightsAndCapacities(input: UpdateEndpointWeightsAndCapacitiesInput) {
      const changed = beginChange(cloud, input);
      engine.commit(changed, changed.modifiedAt);
      return { EndpointArn: changed.arn };
    },

    DeleteEndpoint({ EndpointName }: DeleteEndpointInput) {
      const { deployment: _, ...endpoint } = requireIdle(cloud, required(EndpointName, 'endpointName'));
      const now = cloud.clock.now();
      const changeEndsAt = now + durations.deletion * 1000;
      engine.commit({ ...endpoint, status: 'Deleting', modifiedAt: now, changeEndsAt }, now);
      return {};
    },
  };

  return { operations, resume: engine.resume, close: () => servers.close() };
}
