import type {
  CreateStackInput,
  DeleteStackInput,
  DescribeStacksInput,
  GetTemplateInput,
  ListStacksInput,
  UpdateStackInput,
  ValidateTemplateInput,
  Stack as WireStack,
} from '@aws-sdk/client-cloudformation';
import { type Operation, ServiceError } from '../../cloud.ts';
import type { Workshop } from '../make-resource.ts';
import { differsBesides, planChanges } from '../plan.ts';
import type { Stack } from '../stack.ts';
import type { StackRunner } from '../stack-runner.ts';
import { checkReferences } from '../template/dependencies.ts';
import { parseTemplate } from '../template/template.ts';
import { targetOf, templateText } from './stack-input.ts';

/** Stacks: create, update, delete, describe. */
export function stackOperations(workshop: Workshop, runner: StackRunner): Record<string, Operation> {
  const { cloud, stacks } = workshop;
  return {
    async CreateStack(input: CreateStackInput) {
      const name = input.StackName ?? '';
      if (stacks.find(name) !== undefined) throw alreadyExists(name);
      const target = await targetOf(cloud, input);
      if (stacks.find(name) !== undefined) throw alreadyExists(name);
      const stack = stacks.add(name, target, 'CREATE_IN_PROGRESS');
      runner.create(stack, target, input.DisableRollback === true || input.OnFailure === 'DO_NOTHING');
      return { StackId: stack.id };
    },

    async UpdateStack(input: UpdateStackInput) {
      const target = await targetOf(cloud, input, stacks.get(input.StackName));
      const stack = stacks.get(input.StackName);
      checkUpdatable(stack);
      const changed = planChanges(workshop, stack, target).length > 0 || differsBesides(stack, target);
      if (!changed && stack.status.endsWith('_COMPLETE')) {
        throw new ServiceError('ValidationError', 'No updates are to be performed.');
      }
      runner.update(stack, target, input.DisableRollback === true);
      return { StackId: stack.id };
    },

    DeleteStack({ StackName }: DeleteStackInput) {
      const stack = stacks.find(StackName);
      if (stack === undefined || stack.status === 'DELETE_COMPLETE') return {};
      runner.delete(stack);
      return {};
    },

    DescribeStacks({ StackName }: DescribeStacksInput) {
      const found =
        StackName === undefined
          ? stacks.all().filter(({ status }) => status !== 'DELETE_COMPLETE')
          : [stacks.get(StackName)];
      return { Stacks: found.map(describeStack) };
    },

    ListStacks({ StackStatusFilter }: ListStacksInput) {
      const StackSummaries = stacks
        .all()
        .filter(({ status }) => StackStatusFilter === undefined || StackStatusFilter.includes(status))
        .map(({ id, name, status, createdAt }) => ({
          StackId: id,
          StackName: name,
          StackStatus: status,
          CreationTime: new Date(createdAt),
        }));
      return { StackSummaries };
    },

    GetTemplate: ({ StackName }: GetTemplateInput) => ({
      TemplateBody: stacks.get(StackName).template,
      StagesAvailable: ['Original', 'Processed'],
    }),

    async ValidateTemplate(input: ValidateTemplateInput) {
      const template = parseTemplate(await templateText(cloud, input));
      checkReferences(template);
      const needsIam = Object.values(template.Resources).some(({ Type }) => Type.startsWith('AWS::IAM::'));
      return {
        Description: template.Description,
        Parameters: Object.entries(template.Parameters ?? {}).map(
          ([ParameterKey, { Default, NoEcho, Description }]) => ({
            ParameterKey,
            DefaultValue: Default === undefined ? undefined : String(Default),
            NoEcho: NoEcho ?? false,
            Description,
          }),
        ),
        Capabilities: needsIam ? ['CAPABILITY_NAMED_IAM'] : [],
      };
    },
  };
}

/** @throws ServiceError ValidationError when another operation is under way, or the first one failed */
export function checkUpdatable({ id, status }: Stack): void {
  const resting = /^(CREATE|UPDATE|UPDATE_ROLLBACK|IMPORT)_COMPLETE$|^(CREATE|UPDATE)_FAILED$/.test(status);
  if (resting) return;
  throw new ServiceError('ValidationError', `Stack:${id} is in ${status} state and can not be updated.`);
}

function alreadyExists(name: string): ServiceError {
  return new ServiceError('AlreadyExistsException', `Stack [${name}] already exists`);
}

function describeStack(stack: Stack): WireStack {
  return {
    StackId: stack.id,
    StackName: stack.name,
    Description: parseTemplate(stack.template).Description,
    StackStatus: stack.status,
    StackStatusReason: stack.statusReason,
    CreationTime: new Date(stack.createdAt),
    LastUpdatedTime: stack.updatedAt === undefined ? undefined : new Date(stack.updatedAt),
    DeletionTime: stack.deletedAt === undefined ? undefined : new Date(stack.deletedAt),
    Parameters: Object.entries(stack.parameters).map(([ParameterKey, ParameterValue]) => ({
      ParameterKey,
      ParameterValue,
    })),
    Tags: Object.entries(stack.tags).map(([Key, Value]) => ({ Key, Value })),
    Capabilities: [...stack.capabilities] as WireStack['Capabilities'],
    Outputs: stack.outputs.map(({ key, value, description, exportName }) => ({
      OutputKey: key,
      OutputValue: value,
      Description: description,
      ExportName: exportName,
    })),
    DisableRollback: false,
    NotificationARNs: [],
    RollbackConfiguration: {},
    EnableTerminationProtection: false,
    DriftInformation: { StackDriftStatus: 'NOT_CHECKED' },
  };
}
