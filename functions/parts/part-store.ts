import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ObjectStore } from '#aws/object-store.ts';
import { dataKeys } from '#domain/object-keys.ts';
import { StageError } from '../errors.ts';
import { fromPartJson, toPartJson } from './part-json.ts';

interface Whose {
  readonly model: string;
  readonly datasetId: string;
  readonly run: string;
}

/**
 * What is kept while a run measures a dataset in parts. A part's results are kept under its number, so that a part that is measured twice is
 * written over and never counted twice.
 */
export function partStore(data: ObjectStore, { model, datasetId, run }: Whose) {
  const folder = dataKeys.datasetParts(model, datasetId, run);
  const read = async (name: string): Promise<unknown> => {
    const stored = await data.get(`${folder}${name}`);
    return stored && fromPartJson(Buffer.from(stored.value).toString('utf8'));
  };
  const write = (name: string, value: unknown) => data.put(`${folder}${name}`, toPartJson(value));
  const demand = async <T>(name: string): Promise<T> => {
    const value = await read(name);
    if (value !== undefined) return value as T;
    const message = `${folder}${name} is missing: the part was not measured. Replay the run as its next generation.`;
    throw new StageError('DatasetUnreadableError', message);
  };
  return {
    planKey: `${folder}plan.json`,
    plan: <T>() => demand<T>('plan.json'),
    result: <T>(part: number, what: 'measured' | 'counted') => demand<T>(`${part}/${what}.json`),
    keepResult: (part: number, what: 'measured' | 'counted', value: object) => write(`${part}/${what}.json`, value),
    /** What all parts must see the same of: made by the first that asks, and never made again. */
    async frozen<T>(name: 'baselines' | 'wanted', make: () => Promise<T>): Promise<T> {
      const known = await read(`${name}.json`);
      if (known !== undefined) return known as T;
      await data.create(`${folder}${name}.json`, toPartJson(await make()));
      return demand<T>(`${name}.json`);
    },
    demandFrozen: <T>(name: 'baselines' | 'wanted') => demand<T>(`${name}.json`),
    async keepFile(part: number, name: string, path: string): Promise<void> {
      await data.put(`${folder}${part}/${name}`, await readFile(path), { contentType: 'application/octet-stream' });
    },
    /** One file of every part, in their order, put into a directory. */
    async filesOfAll(name: string, { parts, directory }: { parts: number; directory: string }): Promise<string[]> {
      const paths = Array.from({ length: parts }, (_, part) => join(directory, `${part}-${name}`));
      await mkdir(directory, { recursive: true });
      for (const [part, path] of paths.entries()) {
        const key = `${folder}${part}/${name}`;
        if ((await data.download(key, path)) === undefined)
          throw new StageError('DatasetUnreadableError', `${key} is missing. Replay the run as its next generation.`);
      }
      return paths;
    },
  };
}

export type PartStore = ReturnType<typeof partStore>;
