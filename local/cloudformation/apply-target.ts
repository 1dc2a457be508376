import { type MakeRequest, makeResource, type Workshop } from './make-resource.ts';
import { declaration, removalOrder } from './plan.ts';
import { removeResource } from './remove-resource.ts';
import type { Properties } from './resource-type.ts';
import type { Stack, StackOutput, Target } from './stack.ts';
import { stackScope } from './stack-scope.ts';
import { dependencyOrder } from './template/dependencies.ts';
import { evaluate, type Scope } from './template/evaluate.ts';
import { parseTemplate, type Template } from './template/template.ts';

/**
 * Makes a stack's resources what the target says, dependencies first and one after the other; only what differs is
 * touched. Deletes at the end what the target no longer has. Returns the outputs. @throws ResourceFailedError
 */
export async function applyTarget(workshop: Workshop, stack: Stack, target: Target): Promise<StackOutput[]> {
  const { cloud, stacks } = workshop;
  const template = parseTemplate(target.template);
  const { parameters } = target;
  const resource = (logicalId: string) => stacks.resource(stack, logicalId);
  const scope = stackScope({ cloud, stacks, stack, template, parameters, resource });
  const order = dependencyOrder(template, scope.condition);
  const surplus = stacks.resources(stack).filter(({ logicalId }) => !order.includes(logicalId));
  for (const [index, logicalId] of order.entries()) {
    const request = makeRequest({ template, scope }, logicalId, index);
    const replaced = await makeResource(workshop, stack, request);
    if (replaced !== undefined) surplus.push(replaced);
  }
  for (const old of removalOrder(surplus)) await removeResource(workshop, stack, old);
  return outputs(template, scope);
}

function makeRequest(
  { template, scope }: { template: Template; scope: Scope },
  logicalId: string,
  order: number,
): MakeRequest {
  const { Type, Properties = {}, DeletionPolicy, UpdateReplacePolicy } = declaration(template, logicalId);
  return {
    logicalId,
    type: Type,
    order,
    resolve: () => evaluate(Properties, scope) as Properties,
    policies: {
      ...(DeletionPolicy === undefined ? {} : { deletionPolicy: DeletionPolicy }),
      ...(UpdateReplacePolicy === undefined ? {} : { updateReplacePolicy: UpdateReplacePolicy }),
    },
  };
}

function outputs(template: Template, scope: Scope): StackOutput[] {
  return Object.entries(template.Outputs ?? {})
    .filter(([, { Condition }]) => Condition === undefined || scope.condition(Condition))
    .map(([key, { Value, Description, Export }]) => ({
      key,
      value: String(evaluate(Value, scope)),
      ...(Description === undefined ? {} : { description: Description }),
      ...(Export === undefined ? {} : { exportName: String(evaluate(Export.Name, scope)) }),
    }));
}
