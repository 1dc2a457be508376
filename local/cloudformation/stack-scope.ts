import { type Cloud, ServiceError } from '../cloud.ts';
import type { Stack, StackResource } from './stack.ts';
import type { StackStore } from './stack-store.ts';
import { conditionEvaluator } from './template/conditions.ts';
import { NO_VALUE, type Scope } from './template/evaluate.ts';
import type { Template } from './template/template.ts';

interface ScopeSource {
  readonly cloud: Cloud;
  readonly stacks: StackStore;
  readonly stack: Pick<Stack, 'id' | 'name'>;
  readonly template: Template;
  readonly parameters: Readonly<Record<string, string>>;
  /** Looks up a resource already made. */
  resource(logicalId: string): StackResource | undefined;
  /** What stands for a resource not made yet; without it that is an error. */
  readonly unknown?: (reference: string) => unknown;
}

/** The names a template's values may use, for one stack. */
export function stackScope(source: ScopeSource): Scope {
  const { cloud, stack, stacks, template, parameters, unknown = unresolved } = source;
  const pseudo: Readonly<Record<string, unknown>> = {
    'AWS::AccountId': cloud.account,
    'AWS::Region': cloud.region,
    'AWS::Partition': 'aws',
    'AWS::StackName': stack.name,
    'AWS::StackId': stack.id,
    'AWS::URLSuffix': 'amazonaws.com',
    'AWS::NotificationARNs': [],
    'AWS::NoValue': NO_VALUE,
  };
  const scope: Scope = {
    region: cloud.region,
    ref(name) {
      if (Object.hasOwn(pseudo, name)) return pseudo[name];
      const type = template.Parameters?.[name]?.Type;
      if (type !== undefined) return parameterValue(type, parameters[name] ?? '');
      return source.resource(name)?.physicalId ?? unknown(name);
    },
    attribute(logicalId, attribute) {
      const made = source.resource(logicalId);
      if (made === undefined) return unknown(`${logicalId}.${attribute}`);
      const value = made.attributes[attribute];
      if (value === undefined) {
        throw invalid(`resource ${logicalId} of type ${made.type} does not support attribute ${attribute}`);
      }
      return value;
    },
    condition: (name) => conditionEvaluator(template, scope)(name),
    mapping([map, top, second]) {
      const value = template.Mappings?.[map]?.[top]?.[second];
      if (value === undefined) throw invalid(`Unable to get mapping for ${map}::${top}::${second}`);
      return value;
    },
    importValue(name) {
      const exported = stacks
        .all()
        .filter(({ status }) => status !== 'DELETE_COMPLETE')
        .flatMap(({ outputs }) => outputs)
        .find(({ exportName }) => exportName === name);
      if (exported === undefined) throw new ServiceError('ValidationError', `No export named ${name} found.`);
      return exported.value;
    },
  };
  return scope;
}

/** The values of a template's parameters: given, or their defaults. @throws ServiceError ValidationError */
export function parameterValues(
  template: Template,
  given: Readonly<Record<string, string | undefined>>,
): Record<string, string> {
  const declared = Object.entries(template.Parameters ?? {});
  const known = new Set(declared.map(([name]) => name));
  const surplus = Object.keys(given).filter((name) => !known.has(name));
  if (surplus.length > 0) {
    throw new ServiceError('ValidationError', `Parameters: [${surplus.join(', ')}] do not exist in the template`);
  }
  const missing = declared.filter(([name, { Default }]) => given[name] === undefined && Default === undefined);
  if (missing.length > 0) {
    const names = missing.map(([name]) => name).join(', ');
    throw new ServiceError('ValidationError', `Parameters: [${names}] must have values`);
  }
  return Object.fromEntries(
    declared.map(([name, { Default, AllowedValues }]) => {
      const value = given[name] ?? String(Default);
      if (AllowedValues !== undefined && !AllowedValues.map(String).includes(value)) {
        throw new ServiceError(
          'ValidationError',
          `Parameter ${name} must be one of AllowedValues [${AllowedValues.join(', ')}]`,
        );
      }
      return [name, value];
    }),
  );
}

function parameterValue(type: string, value: string): unknown {
  if (type === 'CommaDelimitedList' || type.startsWith('List<')) return value.split(',').map((item) => item.trim());
  return value;
}

function unresolved(reference: string): never {
  throw invalid(`Unresolved resource dependencies [${reference}]`);
}

function invalid(message: string): ServiceError {
  return new ServiceError('ValidationError', `Template error: ${message}`);
}
