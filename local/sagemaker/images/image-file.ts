import { readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import type { Cloud } from '../../cloud.ts';

/** A program and its arguments. */
export type Command = readonly [program: string, ...args: string[]];

/** What stands for a container image on this machine. */
export interface Image {
  readonly train?: Command;
  readonly serve?: Command;
  /** The image's own entrypoint, for processing jobs that bring none. */
  readonly process?: Command;
  /** Working directory of the commands; the container's base folder unless said. */
  readonly directory?: string;
  /** Its serve command leaves when its standard input ends. */
  readonly serveWatchesInput?: boolean;
}

/** The file that maps images to commands cannot be used. */
export class ImageFileError extends Error {
  override readonly name = 'ImageFileError';
}

/** `ANDON_LOCAL_IMAGES`, or images.json beside the store's folder. */
export function imageFile({ store }: Pick<Cloud, 'store'>): string {
  return resolve(process.env.ANDON_LOCAL_IMAGES ?? resolve(dirname(resolve(store.directory)), 'images.json'));
}

/**
 * Reads {"<image uri, * for any characters>": {"train": [program, ...args], "serve": [...], "process": [...]}}. Commands run in the
 * file's folder. A missing file maps nothing.
 * @throws ImageFileError when it is no such JSON
 */
export function readImageFile(path: string): Map<string, Image> {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return new Map();
    throw error;
  }
  const entries = Object.entries(parseObject(text, path));
  return new Map(entries.map(([pattern, value]) => [pattern, parseImage(pattern, value, path)]));
}

function parseObject(text: string, path: string): Record<string, unknown> {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    throw new ImageFileError(`${path} is not JSON: ${cause instanceof Error ? cause.message : cause}`, { cause });
  }
  if (isRecord(value)) return value;
  throw new ImageFileError(`${path} must hold an object of images, see the README of local/sagemaker.`);
}

function parseImage(pattern: string, value: unknown, path: string): Image {
  if (!isRecord(value))
    throw new ImageFileError(`${path}: "${pattern}" must be an object with train, serve or process.`);
  const commands: { -readonly [key in 'train' | 'serve' | 'process']?: Command } = {};
  for (const [key, command] of Object.entries(value)) {
    if (key !== 'train' && key !== 'serve' && key !== 'process') {
      throw new ImageFileError(`${path}: "${pattern}" has the unknown key "${key}"; known are train, serve, process.`);
    }
    if (!isCommand(command)) {
      throw new ImageFileError(`${path}: "${pattern}".${key} must be a list of strings, a program and its arguments.`);
    }
    commands[key] = command;
  }
  return { ...commands, directory: dirname(path) };
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isCommand(value: unknown): value is Command {
  return Array.isArray(value) && value.length > 0 && value.every((part) => typeof part === 'string');
}
