import type {
  DescribeStackEventsInput,
  DescribeStackResourceInput,
  DescribeStackResourcesInput,
  ListStackResourcesInput,
} from '@aws-sdk/client-cloudformation';
import { type Operation, ServiceError } from '../../cloud.ts';
import type { StackResource } from '../stack.ts';
import type { StackStore } from '../stack-store.ts';

/** A page of history, as CloudFormation cuts it. */
const EVENTS = 100;

/** What a stack holds, and what happened to it. */
export function stackResourceOperations(stacks: StackStore): Record<string, Operation> {
  return {
    DescribeStackResource({ StackName, LogicalResourceId = '' }: DescribeStackResourceInput) {
      const stack = stacks.get(StackName);
      const resource = stacks.resource(stack, LogicalResourceId);
      if (resource === undefined) {
        throw new ServiceError(
          'ValidationError',
          `Resource ${LogicalResourceId} does not exist for stack ${stack.name}`,
        );
      }
      const { at, ...common } = summary(resource);
      const place = { StackName: stack.name, StackId: stack.id, LastUpdatedTimestamp: at };
      return { StackResourceDetail: { ...common, ...place } };
    },

    DescribeStackResources({ StackName, LogicalResourceId, PhysicalResourceId }: DescribeStackResourcesInput) {
      const stack =
        StackName === undefined
          ? stacks.all().find((candidate) => stacks.resources(candidate).some(isPhysical(PhysicalResourceId)))
          : stacks.get(StackName);
      if (stack === undefined) {
        throw new ServiceError('ValidationError', `Stack for ${PhysicalResourceId} does not exist`);
      }
      const wanted = (resource: StackResource) =>
        LogicalResourceId === undefined || resource.logicalId === LogicalResourceId;
      const StackResources = stacks
        .resources(stack)
        .filter(wanted)
        .map((resource) => {
          const { at, ...common } = summary(resource);
          return { ...common, StackName: stack.name, StackId: stack.id, Timestamp: at };
        });
      return { StackResources };
    },

    ListStackResources({ StackName }: ListStackResourcesInput) {
      const StackResourceSummaries = stacks.resources(stacks.get(StackName)).map((resource) => {
        const { at, ...common } = summary(resource);
        return { ...common, LastUpdatedTimestamp: at };
      });
      return { StackResourceSummaries };
    },

    DescribeStackEvents({ StackName, NextToken }: DescribeStackEventsInput) {
      const events = stacks.events(stacks.get(StackName));
      const from = NextToken === undefined ? 0 : Number(NextToken);
      const next = from + EVENTS;
      const StackEvents = events.slice(from, next).map((event) => ({
        EventId: event.id,
        StackId: event.stackId,
        StackName: event.stackName,
        LogicalResourceId: event.logicalId,
        PhysicalResourceId: event.physicalId,
        ResourceType: event.type,
        ResourceStatus: event.status,
        ResourceStatusReason: event.reason,
        Timestamp: new Date(event.at),
      }));
      return { StackEvents, NextToken: next < events.length ? String(next) : undefined };
    },
  };
}

function summary({ logicalId, physicalId, type, status, statusReason, at }: StackResource) {
  return {
    LogicalResourceId: logicalId,
    PhysicalResourceId: physicalId,
    ResourceType: type,
    ResourceStatus: status,
    ResourceStatusReason: statusReason,
    DriftInformation: { StackResourceDriftStatus: 'NOT_CHECKED' },
    at: new Date(at),
  };
}

function isPhysical(id: string | undefined): (resource: StackResource) => boolean {
  return ({ physicalId }) => physicalId === id;
}
