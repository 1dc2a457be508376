import { isObject, type JsonObject } from '../json.ts';

export interface Found {
  readonly name: string;
  readonly state: JsonObject;
  /** JSON pointer to the state. */
  readonly pointer: string;
  /** The names that states around it assign, and that are therefore taken. */
  readonly outer: ReadonlySet<string>;
}

/** Every state of a definition, those of branches and item processors included. Tolerates any shape. */
export function* statesOf(group: JsonObject, pointer = '', outer: ReadonlySet<string> = new Set()): Generator<Found> {
  const states = isObject(group.States) ? Object.entries(group.States) : [];
  const own = new Set([...outer, ...states.flatMap(([, state]) => (isObject(state) ? assignedBy(state) : []))]);
  for (const [name, state] of states) {
    if (!isObject(state)) continue;
    const here = `${pointer}/States/${name}`;
    yield { name, state, pointer: here, outer };
    if (isObject(state.ItemProcessor)) yield* statesOf(state.ItemProcessor, `${here}/ItemProcessor`, own);
    if (!Array.isArray(state.Branches)) continue;
    for (const [n, branch] of state.Branches.entries()) {
      if (isObject(branch)) yield* statesOf(branch, `${here}/Branches[${n}]`, own);
    }
  }
}

/** Names a state assigns itself, in its choice rules and in its catchers. */
export function assignedBy(state: JsonObject): string[] {
  const holders = [state, ...listOf(state.Choices), ...listOf(state.Catch)];
  return holders.flatMap(({ Assign }) => (isObject(Assign) ? Object.keys(Assign) : []));
}

export function listOf(value: unknown): JsonObject[] {
  return Array.isArray(value) ? value.filter(isObject) : [];
}
