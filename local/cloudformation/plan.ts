import { isDeepStrictEqual } from 'node:util';
import type { Cloud } from '../cloud.ts';
import { ServiceError } from '../cloud.ts';
import type { Properties, ResourceType } from './resource-type.ts';
import { RESOURCE_TYPES } from './resource-types.ts';
import type { Stack, StackResource, Target } from './stack.ts';
import { stackScope } from './stack-scope.ts';
import type { StackStore } from './stack-store.ts';
import { dependencyOrder } from './template/dependencies.ts';
import { evaluate } from './template/evaluate.ts';
import { formatError, parseTemplate, type Template } from './template/template.ts';

export type Action = 'Add' | 'Modify' | 'Replace' | 'Remove';

/** One difference between a stack and its target. */
export interface Change {
  readonly action: Action;
  readonly logicalId: string;
  readonly type: string;
  readonly physicalId?: string;
}

/** What must be done to a resource whose properties went from `before` to `after`. */
export function changeOf(type: ResourceType, before: Properties, after: Properties): 'none' | 'update' | 'replace' {
  const names = new Set([...Object.keys(before), ...Object.keys(after)]);
  const changed = [...names].filter((name) => !isDeepStrictEqual(before[name], after[name]));
  if (changed.length === 0) return 'none';
  return type.update === undefined || changed.some((name) => type.createOnly?.includes(name)) ? 'replace' : 'update';
}

/** @throws ServiceError ValidationError naming the logical id and the type */
export function resourceType(logicalId: string, name: string): ResourceType {
  const type = RESOURCE_TYPES[name];
  if (type === undefined) {
    throw formatError(`Unrecognized resource types: [${name}] of ${logicalId}. The embedded AWS cannot create it`);
  }
  return type;
}

/** The differences as far as they can be seen before anything is made. */
export function planChanges(
  { cloud, stacks }: { cloud: Cloud; stacks: StackStore },
  stack: Stack,
  target: Target,
): Change[] {
  const template = parseTemplate(target.template);
  const existing = new Map(stacks.resources(stack).map((resource) => [resource.logicalId, resource]));
  const scope = stackScope({
    cloud,
    stacks,
    stack,
    template,
    parameters: target.parameters,
    resource: (logicalId) => existing.get(logicalId),
    unknown: (reference) => `\${${reference}}`,
  });
  const wanted = dependencyOrder(template, scope.condition);
  const changes = wanted.flatMap((logicalId): Change[] => {
    const { Type, Properties = {} } = declaration(template, logicalId);
    const before = existing.get(logicalId);
    if (before === undefined) return [{ action: 'Add', logicalId, type: Type }];
    const after = evaluate(Properties, scope) as Properties;
    const kind = changeOf(resourceType(logicalId, Type), before.properties, after);
    if (kind === 'none') return [];
    const action = kind === 'update' ? 'Modify' : 'Replace';
    return [{ action, logicalId, type: Type, physicalId: before.physicalId }];
  });
  const gone = [...existing.values()].filter(({ logicalId }) => !wanted.includes(logicalId));
  const removals = gone.map(
    ({ logicalId, type, physicalId }): Change => ({ action: 'Remove', logicalId, type, physicalId }),
  );
  return [...changes, ...removals];
}

/** Whether outputs or tags differ although no resource does. */
export function differsBesides(stack: Stack, target: Target): boolean {
  const outputs = (text: string) => parseTemplate(text).Outputs;
  return (
    !isDeepStrictEqual(stack.tags, target.tags) || !isDeepStrictEqual(outputs(stack.template), outputs(target.template))
  );
}

export function declaration(template: Template, logicalId: string): Template['Resources'][string] {
  const declared = template.Resources[logicalId];
  if (declared === undefined) throw new ServiceError('ValidationError', `No resource ${logicalId} is declared.`);
  return declared;
}

/** Resources in the reverse of the order they were made in. */
export function removalOrder(resources: readonly StackResource[]): StackResource[] {
  return [...resources].sort((left, right) => right.order - left.order);
}
