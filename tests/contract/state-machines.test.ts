import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { errorDefinitions } from '#functions/errors.ts';
import { type Definition, readDefinitions, type State, statesOf } from './definitions.ts';

const asl: {
  default: (definition: object, options?: object) => { isValid: boolean; errorsText: (separator?: string) => string };
} = await import('asl-validator' as string);

const definitions = readDefinitions();
const transient = [
  'Lambda.ClientExecutionTimeoutException',
  'Lambda.ServiceException',
  'Lambda.AWSLambdaException',
  'Lambda.SdkClientException',
  'Lambda.TooManyRequestsException',
];

const functionOf = (state: State) => /^\$\{(\w+)FunctionArn\}$/.exec(state.Arguments?.FunctionName ?? '')?.[1] ?? '';
const fileOf = (name: string) => name.replaceAll(/(?<!^)([A-Z])/g, '-$1').toLowerCase();
const tasks = definitions.flatMap(({ name, definition }) =>
  statesOf(definition)
    .filter(({ state }) => state.Type === 'Task')
    .map(({ path, state }) => ({ machine: name, path, state })),
);

describe.each(definitions)('State machine $name', ({ definition }: { definition: Definition }) => {
  it('is valid for the states language', () => {
    const result = asl.default(structuredClone(definition));
    expect(result.isValid, result.errorsText()).toBe(true);
  });

  it('speaks JSONata', () => expect(definition.QueryLanguage).toBe('JSONata'));

  it('ends every stopped line in a Fail state that says why', () => {
    const fails = statesOf(definition).filter(({ state }) => state.Type === 'Fail');
    for (const { path, state } of fails) {
      expect(state.Error, `${path} has an error of its own name`).toBe(path.split('/').at(-1));
      expect(state.Cause, `${path} gives its cause`).toMatch(/^\{%.+%\}$/s);
    }
  });

  it('catches no technical failure, so that a redrive resumes where it failed', () => {
    for (const { state, path } of statesOf(definition)) expect(state.Catch, path).toBeUndefined();
  });
});

describe.each(tasks)('Task $path of $machine', ({ state, path }) => {
  const name = functionOf(state);
  const file = `functions/${fileOf(name)}`;

  it('calls a function that exists and has its settings beside it', () => {
    expect(existsSync(`${file}.ts`), `${file}.ts`).toBe(true);
    expect(existsSync(`${file}.yml`), `${file}.yml`).toBe(true);
    expect(readFileSync(`${file}.ts`, 'utf8')).toContain('export const handler');
  });

  it('is named as its function', () => {
    const stateName = path.split('/').at(-1) ?? '';
    const allowed = [name, ...(name === 'ScoreHoldout' ? ['ScoreWithOneModel'] : [])];
    expect(allowed).toContain(stateName);
  });

  it('outlasts its function', () => {
    const settings = parse(readFileSync(`${file}.yml`, 'utf8'), { logLevel: 'silent' }) as {
      function: { timeout: number };
    };
    expect(state.TimeoutSeconds).toBeGreaterThan(settings.function.timeout);
  });

  it('retries what is transient first, with jitter', () => {
    const first = state.Retry?.[0];
    expect(first?.ErrorEquals).toEqual(expect.arrayContaining(transient));
    expect(first?.JitterStrategy).toBe('FULL');
  });

  it('names only errors that exist, and retries every one that may pass', () => {
    const named = (state.Retry ?? []).flatMap(({ ErrorEquals }) => ErrorEquals);
    const known = (error: string) =>
      error in errorDefinitions ||
      error.startsWith('Lambda.') ||
      error.startsWith('States.') ||
      error === 'Sandbox.Timedout';
    expect(named.filter((error) => !known(error))).toEqual([]);
    const capacity = state.Resource?.endsWith('.waitForTaskToken') === true;
    const retryable = Object.entries(errorDefinitions).flatMap(([error, { retryable: passes }]) =>
      passes ? [error] : [],
    );
    expect(named).toEqual(
      expect.arrayContaining(retryable.filter((error) => capacity || error !== 'CapacityUnavailableError')),
    );
  });
});

describe('The functions', () => {
  it('are each used by a state or by a rule', () => {
    const used = new Set(tasks.map(({ state }) => fileOf(functionOf(state))));
    const rules = readFileSync('infrastructure/rules.yml', 'utf8');
    const names = readdirSync('functions')
      .filter((file) => file.endsWith('.yml'))
      .map((file) => file.slice(0, -4));
    const idle = names.filter((name) => {
      const state = name.replaceAll(/(?:^|-)([a-z])/g, (_, letter: string) => letter.toUpperCase());
      return !used.has(name) && !rules.includes(`${state}LambdaFunction.Arn`);
    });
    expect(idle).toEqual([]);
  });
});
