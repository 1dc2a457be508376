import { readdirSync, readFileSync } from 'node:fs';

/** A state as its file has it, as far as the contracts look. */
export interface State {
  readonly Type: string;
  readonly Resource?: string;
  readonly Arguments?: { readonly FunctionName?: string; readonly Payload?: Readonly<Record<string, string>> };
  readonly Output?: string;
  readonly TimeoutSeconds?: number;
  readonly Retry?: readonly { readonly ErrorEquals: readonly string[]; readonly JitterStrategy?: string }[];
  readonly Catch?: unknown;
  readonly Error?: string;
  readonly Cause?: string;
  readonly Choices?: readonly { readonly Condition: string }[];
  readonly Label?: string;
  readonly MaxConcurrency?: number;
  readonly ItemReader?: { readonly Resource: string; readonly Arguments: Readonly<Record<string, string>> };
  readonly ItemSelector?: Readonly<Record<string, string>>;
  readonly ItemProcessor?: {
    readonly ProcessorConfig?: { readonly Mode?: string };
    readonly States: Readonly<Record<string, State>>;
  };
  readonly Branches?: readonly { readonly States: Readonly<Record<string, State>> }[];
}

export interface Definition {
  readonly QueryLanguage: string;
  readonly States: Readonly<Record<string, State>>;
}

export interface NamedDefinition {
  readonly name: string;
  readonly definition: Definition;
}

/** statemachines/*.asl.json */
export function readDefinitions(): NamedDefinition[] {
  return readdirSync('statemachines')
    .filter((file) => file.endsWith('.asl.json'))
    .map((file) => ({
      name: file.slice(0, -'.asl.json'.length),
      definition: JSON.parse(readFileSync(`statemachines/${file}`, 'utf8')) as Definition,
    }));
}

/** Every state with its path; those inside a Map or Parallel come after it. */
export function statesOf({ States }: Pick<Definition, 'States'>, prefix = ''): { path: string; state: State }[] {
  return Object.entries(States).flatMap(([name, state]) => {
    const path = `${prefix}${name}`;
    const inner = [state.ItemProcessor, ...(state.Branches ?? [])].filter((each) => each !== undefined);
    return [{ path, state }, ...inner.flatMap((each) => statesOf(each, `${path}/`))];
  });
}
