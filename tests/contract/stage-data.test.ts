import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe, expect, it } from 'vitest';
import type * as z from 'zod';
import { ReleaseData } from '#statemachines/release.data.ts';
import { RetrainData } from '#statemachines/retrain.data.ts';
import { readDefinitions, statesOf } from './definitions.ts';

const schemas: Readonly<Record<string, z.ZodObject>> = {
  retrain: RetrainData,
  release: ReleaseData,
  rollback: ReleaseData,
};
const fromContext = ['part', 'taskToken', 'executionArn', 'retryCount', 'holdout', 'preparedBy'];

/** The input schema that a stage's function exports as `<Function>Input`. */
async function inputOf(functionName: string): Promise<z.ZodObject> {
  const file = functionName.replaceAll(/(?<!^)([A-Z])/g, '-$1').toLowerCase();
  const exported = await import(pathToFileURL(resolve(`functions/${file}.ts`)).href);
  return exported[`${functionName}Input`];
}

describe.each(readDefinitions())('The data of $name', ({ name, definition }) => {
  const known = new Set([
    ...Object.keys(RetrainData.shape),
    ...Object.keys(schemas[name]?.shape ?? {}),
    ...fromContext,
  ]);
  const tasks = statesOf(definition).filter(({ state }) => state.Type === 'Task');

  it.each(tasks)('$path gives its function what its input schema asks for, and nothing else', async ({ state }) => {
    const functionName = /\$\{(\w+)FunctionArn\}/.exec(state.Arguments?.FunctionName ?? '')?.[1] ?? '';
    const wanted = Object.keys((await inputOf(functionName)).shape);
    expect(Object.keys(state.Arguments?.Payload ?? {}).sort()).toEqual(wanted.sort());
  });

  it('reads and writes only keys of its schema', () => {
    for (const { path, state } of statesOf(definition)) {
      const text = JSON.stringify([
        state.Arguments,
        state.ItemReader,
        state.ItemSelector,
        state.Output,
        state.Choices,
        state.Cause ?? '',
      ]);
      const read = [...text.matchAll(/\$states\.input\.(\w+)/g)].map((match) => match[1] ?? '');
      const written = [...(state.Output ?? '').matchAll(/\{'(\w+)':/g)].map((match) => match[1] ?? '');
      expect(
        [...read, ...written].filter((key) => !known.has(key)),
        path,
      ).toEqual([]);
    }
  });
});
