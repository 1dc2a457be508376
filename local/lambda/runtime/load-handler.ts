import { existsSync } from 'node:fs';
import { basename, dirname, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { RuntimeError } from './invocation-error.ts';

export type Handler = (event: unknown, context: object) => unknown;

/** Loads `_HANDLER`, for example `functions/intake.handler`. @throws RuntimeError with the names Lambda gives */
export async function loadHandler(taskRoot: string, handler: string): Promise<Handler> {
  const file = basename(handler);
  const dot = file.indexOf('.');
  if (dot <= 0) throw new RuntimeError('Runtime.MalformedHandlerName', 'Bad handler');
  const path = resolve(taskRoot, dirname(handler), file.slice(0, dot));
  const found = ['', '.js', '.mjs', '.cjs'].map((extension) => path + extension).find((name) => existsSync(name));
  if (found === undefined) {
    const module = handler.slice(0, handler.length - file.length + dot);
    throw new RuntimeError('Runtime.ImportModuleError', `Error: Cannot find module '${module}'`);
  }
  const exported = select(await importModule(found), file.slice(dot + 1).split('.'));
  if (exported === undefined) {
    throw new RuntimeError('Runtime.HandlerNotFound', `${handler} is undefined or not exported`);
  }
  if (typeof exported !== 'function') throw new RuntimeError('Runtime.HandlerNotFound', `${handler} is not a function`);
  return exported as Handler;
}

async function importModule(path: string): Promise<Record<string, unknown>> {
  try {
    return (await import(pathToFileURL(path).href)) as Record<string, unknown>;
  } catch (error) {
    if (error instanceof SyntaxError) throw new RuntimeError('Runtime.UserCodeSyntaxError', String(error), error);
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    const missing = code === 'ERR_MODULE_NOT_FOUND' || code === 'MODULE_NOT_FOUND';
    if (missing) throw new RuntimeError('Runtime.ImportModuleError', String(error), error);
    throw error;
  }
}

function select(module: Record<string, unknown>, keys: readonly string[]): unknown {
  const walk = (from: unknown) =>
    keys.reduce<unknown>((value, key) => (value as Record<string, unknown> | null | undefined)?.[key], from);
  return walk(module) ?? walk(module.default);
}
