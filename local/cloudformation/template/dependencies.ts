import { attributeReference } from './evaluate.ts';
import { placeholders } from './substitution.ts';
import { formatError, isRecord, type Template } from './template.ts';

type Holds = (condition: string) => boolean;

/** The logical ids whose condition holds, dependencies first; otherwise in the order they are written. */
export function dependencyOrder(template: Template, holds: Holds): string[] {
  const present = presentResources(template, holds);
  const order: string[] = [];
  const state = new Map<string, 'open' | 'done'>();

  const visit = (logicalId: string, path: readonly string[]): void => {
    if (state.get(logicalId) === 'done') return;
    if (state.get(logicalId) === 'open') {
      const cycle = [...path.slice(path.indexOf(logicalId)), logicalId].join(', ');
      throw formatError(`Circular dependency between resources: [${cycle}]`);
    }
    state.set(logicalId, 'open');
    for (const dependency of dependencies(template, { logicalId, holds })) {
      if (present.has(dependency)) visit(dependency, [...path, logicalId]);
    }
    state.set(logicalId, 'done');
    order.push(logicalId);
  };

  for (const logicalId of present) visit(logicalId, []);
  return order;
}

/** @throws ServiceError ValidationError when a Ref, GetAtt, Sub or DependsOn names nothing that exists */
export function checkReferences(template: Template): void {
  const known = new Set([...Object.keys(template.Resources), ...Object.keys(template.Parameters ?? {})]);
  const named = [template.Resources, template.Outputs ?? {}].flatMap((part) => [...references(part, () => undefined)]);
  const explicit = Object.values(template.Resources).flatMap(dependsOn);
  const missing = new Set([...named, ...explicit].filter((name) => !known.has(name) && !name.startsWith('AWS::')));
  if (missing.size > 0) {
    throw formatError(
      `Unresolved resource dependencies [${[...missing].join(', ')}] in the Resources block of the template`,
    );
  }
}

function presentResources(template: Template, holds: Holds): Set<string> {
  const declared = Object.entries(template.Resources);
  return new Set(declared.filter(([, { Condition }]) => Condition === undefined || holds(Condition)).map(([id]) => id));
}

function dependencies(template: Template, { logicalId, holds }: { logicalId: string; holds: Holds }): Set<string> {
  const declaration = template.Resources[logicalId];
  if (declaration === undefined) return new Set();
  return new Set([...dependsOn(declaration), ...references(declaration.Properties, holds)]);
}

function dependsOn({ DependsOn = [] }: { readonly DependsOn?: string | readonly string[] }): readonly string[] {
  return typeof DependsOn === 'string' ? [DependsOn] : DependsOn;
}

/** Every name a value refers to. Of a Fn::If only the branch taken counts; both when `holds` does not know. */
function references(value: unknown, holds: (condition: string) => boolean | undefined): Set<string> {
  const found = new Set<string>();
  const walk = (node: unknown): void => {
    if (Array.isArray(node)) node.forEach(walk);
    if (!isRecord(node)) return;
    for (const [key, argument] of Object.entries(node)) {
      if (key === 'Ref' && typeof argument === 'string') found.add(argument);
      else if (key === 'Fn::GetAtt') found.add(attributeReference(argument)[0]);
      else if (key === 'Fn::Sub') walkSub(argument);
      else if (key === 'Fn::If' && Array.isArray(argument)) walkIf(argument);
      else walk(argument);
    }
  };
  const walkSub = (argument: unknown): void => {
    const [text, own] = Array.isArray(argument) ? (argument as unknown[]) : [argument, {}];
    walk(own);
    const variables = isRecord(own) ? own : {};
    for (const name of placeholders(String(text))) {
      if (!Object.hasOwn(variables, name)) found.add(name.split('.')[0] ?? name);
    }
  };
  const walkIf = ([name, yes, no]: unknown[]): void => {
    const branch = holds(String(name));
    if (branch !== false) walk(yes);
    if (branch !== true) walk(no);
  };
  walk(value);
  return found;
}
