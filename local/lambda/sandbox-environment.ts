import { existsSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import type { FunctionConfiguration } from '@aws-sdk/client-lambda';
import type { Cloud } from '../cloud.ts';

/** What a function's process sees: Lambda's reserved variables, dummy credentials that name the function, its own. */
export function sandboxEnvironment(
  cloud: Cloud,
  { FunctionName = '', Version = '', MemorySize = 128, Handler = '', Environment, Runtime }: FunctionConfiguration,
  { taskRoot, logStream }: { readonly taskRoot: string; readonly logStream: string },
): Record<string, string> {
  return {
    ...pick(process.env, ['PATH', 'HOME', 'TMPDIR', 'SystemRoot', 'LD_LIBRARY_PATH']),
    LANG: 'en_US.UTF-8',
    TZ: ':UTC',
    ...Environment?.Variables,
    AWS_ENDPOINT_URL: cloud.endpoint,
    AWS_REGION: cloud.region,
    AWS_DEFAULT_REGION: cloud.region,
    // The access key is how the embedded AWS knows its callers.
    AWS_ACCESS_KEY_ID: FunctionName,
    AWS_SECRET_ACCESS_KEY: 'local',
    AWS_SESSION_TOKEN: 'local',
    AWS_EXECUTION_ENV: `AWS_Lambda_${Runtime}`,
    AWS_LAMBDA_FUNCTION_NAME: FunctionName,
    AWS_LAMBDA_FUNCTION_VERSION: Version,
    AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(MemorySize),
    AWS_LAMBDA_LOG_GROUP_NAME: `/aws/lambda/${FunctionName}`,
    AWS_LAMBDA_LOG_STREAM_NAME: logStream,
    AWS_LAMBDA_INITIALIZATION_TYPE: 'on-demand',
    LAMBDA_TASK_ROOT: taskRoot,
    _HANDLER: Handler,
    NODE_PATH: modulePath(cloud.store.directory),
    // Without it every start would strip the types of the bootstrap and compile the bundle anew.
    NODE_COMPILE_CACHE: join(cloud.store.directory, 'compile-cache'),
    ANDON_VIRTUAL_NOW: String(cloud.clock.now()),
  };
}

/** Stands for the layer: the node_modules nearest to the store and to where the program was started. */
function modulePath(storeDirectory: string): string {
  const found = [storeDirectory, process.cwd()].map(nearestModules).filter((path) => path !== undefined);
  return [...new Set(found)].join(delimiter);
}

function nearestModules(directory: string): string | undefined {
  const path = join(directory, 'node_modules');
  if (existsSync(path)) return path;
  const parent = dirname(directory);
  return parent === directory ? undefined : nearestModules(parent);
}

function pick(from: NodeJS.ProcessEnv, names: readonly string[]): Record<string, string> {
  return Object.fromEntries(names.flatMap((name) => (from[name] === undefined ? [] : [[name, from[name]]])));
}
