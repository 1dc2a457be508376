import { isObject, type Json, type JsonObject } from '../json.ts';
import type { QueryCompiler } from '../query/query.ts';
import { compileTemplate, type Template } from '../query/template.ts';
import type { Definition, State, StateGroup } from './asl.ts';

/** A definition with every expression parsed. Groups are found by {@link groupKey}; the machine itself is ''. */
export interface Program {
  readonly timeoutSeconds: number | undefined;
  readonly groups: ReadonlyMap<string, Group>;
}

export interface Group {
  readonly startAt: string;
  readonly states: ReadonlyMap<string, ProgramState>;
}

export interface ProgramState {
  readonly name: string;
  readonly state: State;
  readonly fields: Fields;
  readonly choices: readonly { readonly condition: Template; readonly next: string; readonly fields: Fields }[];
  readonly catchers: readonly Fields[];
}

/** The fields of a state, a choice rule or a catcher that may hold expressions, by their paths. */
export type Fields = Readonly<Partial<Record<QueryField, Template>>>;

const QUERY_FIELDS = [
  'Arguments',
  'Output',
  'Assign',
  'Items',
  'ItemSelector',
  'MaxConcurrency',
  'ToleratedFailureCount',
  'ToleratedFailurePercentage',
  'ItemReader/Arguments',
  'ItemReader/ReaderConfig/MaxItems',
  'ItemBatcher/MaxItemsPerBatch',
  'ItemBatcher/BatchInput',
  'ResultWriter/Arguments',
  'TimeoutSeconds',
  'HeartbeatSeconds',
  'Seconds',
  'Timestamp',
  'Error',
  'Cause',
] as const;
export type QueryField = (typeof QUERY_FIELDS)[number];

/** The key of a state's branch or item processor. State names are unique in the whole definition. */
export function groupKey(state: string, branch?: number): string {
  return `${branch ?? ''}:${state}`;
}

/** @throws QueryError when an expression is no JSONata. */
export function compileProgram(definition: Definition, compiler: QueryCompiler): Program {
  const groups = new Map<string, Group>();
  const add = (key: string, group: StateGroup): void => {
    const states = new Map<string, ProgramState>();
    for (const [name, state] of Object.entries(group.States)) {
      states.set(name, compileState(name, state, compiler));
      if (state.ItemProcessor !== undefined) add(groupKey(name), state.ItemProcessor);
      state.Branches?.forEach((branch, n) => {
        add(groupKey(name, n), branch);
      });
    }
    groups.set(key, { startAt: group.StartAt, states });
  };
  add('', definition);
  return { timeoutSeconds: definition.TimeoutSeconds, groups };
}

function compileState(name: string, state: State, compiler: QueryCompiler): ProgramState {
  const choices = (state.Choices ?? []).map((rule, n) => ({
    condition: compileTemplate(rule.Condition, `Choices[${n}]/Condition`, compiler),
    next: rule.Next,
    fields: compileFields(rule, `Choices[${n}]/`, compiler),
  }));
  const catchers = (state.Catch ?? []).map((catcher, n) => compileFields(catcher, `Catch[${n}]/`, compiler));
  return { name, state, fields: compileFields(state, '', compiler), choices, catchers };
}

function compileFields(holder: object, prefix: string, compiler: QueryCompiler): Fields {
  const fields: Partial<Record<QueryField, Template>> = {};
  for (const field of QUERY_FIELDS) {
    const value = memberAt(holder, field);
    if (value !== undefined) fields[field] = compileTemplate(value, `${prefix}${field}`, compiler);
  }
  return fields;
}

function memberAt(holder: object, path: string): Json | undefined {
  const step = (value: Json | undefined, name: string) => (isObject(value) ? value[name] : undefined);
  return path.split('/').reduce<Json | undefined>(step, holder as JsonObject as Json);
}
