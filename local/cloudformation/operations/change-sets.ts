import type {
  CreateChangeSetInput,
  DeleteChangeSetInput,
  DescribeChangeSetInput,
  ExecuteChangeSetInput,
  Change as WireChange,
} from '@aws-sdk/client-cloudformation';
import { arn } from '../../arn.ts';
import { type Operation, ServiceError } from '../../cloud.ts';
import type { Workshop } from '../make-resource.ts';
import { type Change, differsBesides, planChanges } from '../plan.ts';
import type { Stack, Target } from '../stack.ts';
import type { StackRunner } from '../stack-runner.ts';
import { targetOf } from './stack-input.ts';
import { checkUpdatable } from './stacks.ts';

interface ChangeSet {
  readonly id: string;
  readonly name: string;
  readonly stackId: string;
  readonly type: 'CREATE' | 'UPDATE';
  readonly target: Target;
  readonly changes: readonly Change[];
  readonly status: 'CREATE_COMPLETE' | 'FAILED';
  readonly executionStatus: 'AVAILABLE' | 'UNAVAILABLE' | 'EXECUTE_COMPLETE';
  readonly createdAt: number;
}

const NO_CHANGES =
  "The submitted information didn't contain changes. Submit different information to create a change set.";

/** Change sets: an update looked at before it is made. */
export function changeSetOperations(workshop: Workshop, runner: StackRunner): Record<string, Operation> {
  const { cloud, stacks } = workshop;
  const changeSets = cloud.store.collection<ChangeSet>('cloudformation.change-sets');

  const find = (input: { ChangeSetName?: string | undefined; StackName?: string | undefined }) => {
    const stackId = stacks.find(input.StackName)?.id;
    return changeSets
      .values()
      .find(
        ({ id, name, ...of }) => id === input.ChangeSetName || (name === input.ChangeSetName && of.stackId === stackId),
      );
  };
  const existing = (input: DescribeChangeSetInput): ChangeSet => {
    if (input.StackName !== undefined) stacks.get(input.StackName);
    const found = find(input);
    if (found !== undefined) return found;
    throw new ServiceError('ChangeSetNotFound', `ChangeSet [${input.ChangeSetName}] does not exist`, { status: 404 });
  };
  const subject = async (input: CreateChangeSetInput): Promise<{ stack: Stack; target: Target }> => {
    const known = stacks.find(input.StackName);
    const target = await targetOf(cloud, input, known);
    if (input.ChangeSetType !== 'CREATE') {
      const stack = stacks.get(input.StackName);
      checkUpdatable(stack);
      return { stack, target };
    }
    if (known !== undefined && known.status !== 'REVIEW_IN_PROGRESS') {
      throw new ServiceError(
        'ValidationError',
        `Stack [${known.name}] already exists and cannot be created again with the changeSet [${input.ChangeSetName}].`,
      );
    }
    return { stack: known ?? stacks.add(input.StackName ?? '', target, 'REVIEW_IN_PROGRESS'), target };
  };

  return {
    async CreateChangeSet(input: CreateChangeSetInput) {
      const { stack, target } = await subject(input);
      const name = input.ChangeSetName ?? '';
      if (find(input) !== undefined) {
        throw new ServiceError('AlreadyExistsException', `ChangeSet ${name} already exists`);
      }
      const changes = planChanges(workshop, stack, target);
      const empty = changes.length === 0 && !differsBesides(stack, target) && stack.status.endsWith('_COMPLETE');
      const id = arn(cloud, 'cloudformation', `changeSet/${name}/${cloud.uuid()}`);
      changeSets.set(id, {
        id,
        name,
        stackId: stack.id,
        type: input.ChangeSetType === 'CREATE' ? 'CREATE' : 'UPDATE',
        target,
        changes,
        status: empty ? 'FAILED' : 'CREATE_COMPLETE',
        executionStatus: empty ? 'UNAVAILABLE' : 'AVAILABLE',
        createdAt: cloud.clock.now(),
      });
      return { Id: id, StackId: stack.id };
    },

    DescribeChangeSet(input: DescribeChangeSetInput) {
      const { id, name, stackId, target, changes, status, executionStatus, createdAt } = existing(input);
      return {
        ChangeSetId: id,
        ChangeSetName: name,
        StackId: stackId,
        StackName: stacks.get(stackId).name,
        CreationTime: new Date(createdAt),
        Status: status,
        StatusReason: status === 'FAILED' ? NO_CHANGES : undefined,
        ExecutionStatus: executionStatus,
        Capabilities: target.capabilities,
        Changes: changes.map(describeChange),
      };
    },

    ExecuteChangeSet(input: ExecuteChangeSetInput) {
      const changeSet = existing(input);
      if (changeSet.executionStatus !== 'AVAILABLE') {
        throw new ServiceError(
          'InvalidChangeSetStatus',
          `ChangeSet [${changeSet.id}] cannot be executed in its current status of [${changeSet.status}]`,
        );
      }
      const stack = stacks.get(changeSet.stackId);
      changeSets.set(changeSet.id, { ...changeSet, executionStatus: 'EXECUTE_COMPLETE' });
      const disableRollback = input.DisableRollback === true;
      if (changeSet.type === 'CREATE') runner.create(stack, changeSet.target, disableRollback);
      else runner.update(stack, changeSet.target, disableRollback);
      return {};
    },

    DeleteChangeSet(input: DeleteChangeSetInput) {
      if (input.StackName !== undefined) stacks.get(input.StackName);
      const found = find(input);
      if (found !== undefined) changeSets.delete(found.id);
      return {};
    },
  };
}

function describeChange({ action, logicalId, type, physicalId }: Change): WireChange {
  return {
    Type: 'Resource',
    ResourceChange: {
      Action: action === 'Replace' ? 'Modify' : action,
      LogicalResourceId: logicalId,
      ResourceType: type,
      PhysicalResourceId: physicalId,
      ...(action === 'Replace' ? { Replacement: 'True' } : action === 'Modify' ? { Replacement: 'False' } : {}),
    },
  };
}
