import type { CreateFunctionRequest, FunctionConfiguration } from '@aws-sdk/client-lambda';
import { type Cloud, ServiceError } from '../cloud.ts';
import { functionArn } from './function-reference.ts';
import { LATEST } from './function-store.ts';

/** The members of a configuration that a caller decides. */
export type ConfigurationRequest = Partial<Omit<CreateFunctionRequest, 'Code' | 'FunctionName' | 'Tags' | 'Publish'>>;

/** Variables Lambda sets itself and refuses from callers. */
const RESERVED_KEY =
  /^(_HANDLER|_X_AMZN_TRACE_ID|LAMBDA_TASK_ROOT|LAMBDA_RUNTIME_DIR|TZ|AWS_(DEFAULT_)?REGION|AWS_EXECUTION_ENV|AWS_LAMBDA_(FUNCTION|LOG|INITIALIZATION|RUNTIME)_.*|AWS_ACCESS_KEY(_ID)?|AWS_SECRET_ACCESS_KEY|AWS_SESSION_TOKEN)$/;
const ENVIRONMENT_BYTES = 4096;

/** A configuration with `request` applied to `before` (Lambda's defaults for a new function). @throws ServiceError */
export function applyConfiguration(
  cloud: Cloud,
  request: ConfigurationRequest,
  before: FunctionConfiguration,
): FunctionConfiguration {
  check(request);
  const { Environment, Layers, TracingConfig, VpcConfig: _unused, ...members } = request;
  const name = before.FunctionName ?? '';
  return {
    ...before,
    ...modelled(members),
    ...(Environment === undefined ? {} : { Environment: { Variables: { ...Environment.Variables } } }),
    ...(Layers === undefined ? {} : { Layers: Layers.map((Arn) => ({ Arn, CodeSize: 0 })) }),
    ...(TracingConfig === undefined ? {} : { TracingConfig }),
    FunctionArn: functionArn(cloud, { name, qualifier: undefined }),
    LastModified: cloud.clock.date().toISOString().replace('Z', '+0000'),
    RevisionId: cloud.uuid(),
  };
}

/** What a new function has before anything is said about it. */
export function defaultConfiguration(name: string): FunctionConfiguration {
  return {
    FunctionName: name,
    Version: LATEST,
    Timeout: 3,
    MemorySize: 128,
    Description: '',
    PackageType: 'Zip',
    Architectures: ['x86_64'],
    EphemeralStorage: { Size: 512 },
    TracingConfig: { Mode: 'PassThrough' },
    State: 'Active',
    LastUpdateStatus: 'Successful',
    LoggingConfig: { LogFormat: 'Text', LogGroup: `/aws/lambda/${name}` },
  };
}

function modelled(members: ConfigurationRequest): Partial<FunctionConfiguration> {
  const names = [
    'Runtime',
    'Role',
    'Handler',
    'Description',
    'Timeout',
    'MemorySize',
    'Architectures',
    'EphemeralStorage',
    'DeadLetterConfig',
    'KMSKeyArn',
    'LoggingConfig',
    'PackageType',
  ] as const;
  const given = names.filter((name) => members[name] !== undefined);
  return Object.fromEntries(given.map((name) => [name, members[name]]));
}

function check({ Runtime, Timeout, MemorySize, Environment }: ConfigurationRequest): void {
  if (Runtime !== undefined && !Runtime.startsWith('nodejs')) {
    throw invalid(`The embedded AWS runs Node.js functions, not the runtime ${Runtime}.`);
  }
  if (Timeout !== undefined && !(Timeout >= 1 && Timeout <= 900)) {
    throw invalid(`Timeout is ${Timeout} seconds; it must be between 1 and 900.`);
  }
  if (MemorySize !== undefined && !(MemorySize >= 128 && MemorySize <= 10_240)) {
    throw invalid(`MemorySize is ${MemorySize} MB; it must be between 128 and 10240.`);
  }
  const variables = Environment?.Variables ?? {};
  const reserved = Object.keys(variables).filter((key) => RESERVED_KEY.test(key));
  if (reserved.length > 0) {
    throw invalid(
      'Lambda was unable to configure your environment variables because the environment variables you have provided ' +
        `contains reserved keys that are currently not supported for modification. Reserved keys used in this request: ${reserved.join(', ')}`,
    );
  }
  if (Buffer.byteLength(JSON.stringify(variables)) > ENVIRONMENT_BYTES) {
    throw invalid(
      'Lambda was unable to configure your environment variables because the environment variables you have provided ' +
        'exceeded the 4KB limit.',
    );
  }
}

function invalid(message: string): ServiceError {
  return new ServiceError('InvalidParameterValueException', message, { members: { Type: 'User' } });
}
