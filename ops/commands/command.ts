import type * as z from 'zod';
import type { CommandDeps } from '../command-deps.ts';
import { OperatorError } from '../operator-error.ts';
import type { Style } from '../output/style.ts';

/** What a command found or did: a document for machines, a text for people. `code` 1 says that the answer is no. */
export interface Answer {
  readonly code: 0 | 1;
  readonly document: Readonly<Record<string, unknown>>;
  readonly text: (style: Style) => string;
}

/** The person at the terminal. */
export interface Person {
  /** Undefined when nobody can answer: there is no terminal. */
  confirm(question: string): Promise<boolean | undefined>;
}

/** A command as data: what it is called with and what it does. */
export interface CommandDefinition<Input> {
  /** Words after `andon`: `audit verify`. */
  readonly name: string;
  readonly summary: string;
  /** As commander writes them: `<model>`, `[model]`. The name between the brackets is the input's key. */
  readonly arguments: readonly { readonly term: string; readonly description: string }[];
  readonly options: readonly { readonly flags: string; readonly description: string }[];
  /** Arguments and options, by their names in camelCase. */
  readonly input: z.ZodType<Input>;
  readonly run: (input: Input, deps: CommandDeps, person: Person) => Promise<Answer>;
}

/** A command whose input is still whatever was typed. */
export interface Command extends Omit<CommandDefinition<never>, 'input' | 'run'> {
  /** @throws OperatorError USAGE for an input that it does not understand */
  readonly run: (typed: Readonly<Record<string, unknown>>, deps: CommandDeps, person: Person) => Promise<Answer>;
}

export function defineCommand<Input>({ input, run, ...definition }: CommandDefinition<Input>): Command {
  return {
    ...definition,
    run(typed, deps, person) {
      const parsed = input.safeParse(typed);
      if (parsed.success) return run(parsed.data, deps, person);
      const issues = parsed.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`);
      throw new OperatorError('USAGE', `${issues.join('; ')}. See: npx andon ${definition.name} --help`);
    },
  };
}

export const modelArgument = { term: '<model>', description: 'name of the model' } as const;
export const optionalModelArgument = {
  term: '[model]',
  description: 'name of the model; all models without it',
} as const;
export const reasonOption = { flags: '--reason <text>', description: 'why, for the audit trail' } as const;
