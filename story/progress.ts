import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import type { ActResult } from './acts/act.ts';

/** How far the story has come, beside the store of the embedded AWS it is told on. */
export interface Progress {
  /** Acts that ended as they must. */
  readonly played: { readonly act: number; readonly result: ActResult }[];
  /** The act under way. */
  current?: CurrentAct | undefined;
}

export interface CurrentAct {
  readonly act: number;
  /** Virtual ms. */
  readonly began: number;
  /** What it must still know when it is continued, by name. */
  readonly facts: Record<string, unknown>;
}

/** Undefined when no act was begun yet. @throws Error when the file cannot be read as what it is */
export function readProgress(file: string): Progress | undefined {
  if (!existsSync(file)) return undefined;
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as Progress;
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new Error(`${file} cannot be read (${why}), so the story cannot be continued. Begin anew: npm start`);
  }
}

/** Written whole or not at all. */
export function writeProgress(file: string, progress: Progress): void {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(`${file}.draft`, JSON.stringify(progress, null, 2));
  renameSync(`${file}.draft`, file);
}
