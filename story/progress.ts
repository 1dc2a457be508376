import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import type { ActResult } from './acts/act.ts';

/** How far the story has come, beside the store of the embedded AWS it is told on. */
export interface Progress {
  /** Acts that ended as they must. */
  readonly played: { readonly act: number; readonly result: ActResult }[];
  /** The act under way, and the virtual time it began, ms. */
  current?: { readonly act: number; readonly began: number } | undefined;
}

export function readProgress(file: string): Progress {
  if (!existsSync(file)) return { played: [] };
  return JSON.parse(readFileSync(file, 'utf8')) as Progress;
}

/** Written whole or not at all. */
export function writeProgress(file: string, progress: Progress): void {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(`${file}.draft`, JSON.stringify(progress, null, 2));
  renameSync(`${file}.draft`, file);
}
