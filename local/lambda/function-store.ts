import type { AliasConfiguration, FunctionConfiguration } from '@aws-sdk/client-lambda';
import { type Cloud, ServiceError } from '../cloud.ts';
import type { Collection } from '../store/collection.ts';
import { type FunctionReference, functionArn } from './function-reference.ts';

/** One version of a function, `$LATEST` included. */
export interface FunctionVersion {
  readonly configuration: FunctionConfiguration;
  /** SHA-256 (hex) of the deployment package in the store's blobs. */
  readonly codeDigest: string;
}

/** What belongs to a function across its versions. */
export interface FunctionState {
  readonly lastVersion: number;
  readonly reservedConcurrency?: number;
  readonly tags: Readonly<Record<string, string>>;
  /** Resource policy statements by qualifier, '' for the function itself. */
  readonly policy: Readonly<Record<string, readonly PolicyStatement[]>>;
}

export interface PolicyStatement {
  readonly Sid: string;
  readonly [member: string]: unknown;
}

export const LATEST = '$LATEST';

/** The functions, their versions and their aliases. */
export class FunctionStore {
  readonly functions: Collection<FunctionState>;
  readonly versions: Collection<FunctionVersion>;
  readonly aliases: Collection<AliasConfiguration>;
  readonly #cloud: Cloud;

  constructor(cloud: Cloud) {
    this.#cloud = cloud;
    this.functions = cloud.store.collection('lambda.functions');
    this.versions = cloud.store.collection('lambda.versions');
    this.aliases = cloud.store.collection('lambda.aliases');
  }

  /** @throws ServiceError ResourceNotFoundException */
  state(reference: FunctionReference): FunctionState {
    const state = this.functions.get(reference.name);
    if (state === undefined) throw this.#notFound(reference);
    return state;
  }

  /** The version a reference means, aliases followed. @throws ServiceError ResourceNotFoundException */
  resolve(reference: FunctionReference): FunctionVersion {
    const { name, qualifier = LATEST } = reference;
    const alias = this.aliases.get(`${name}:${qualifier}`);
    const version = this.versions.get(`${name}:${alias?.FunctionVersion ?? qualifier}`);
    if (version === undefined) throw this.#notFound(reference);
    return version;
  }

  setVersion(version: FunctionVersion): void {
    const { FunctionName, Version } = version.configuration;
    this.versions.set(`${FunctionName}:${Version}`, version);
  }

  /** Every version of a function, `$LATEST` first. */
  versionsOf(name: string): FunctionVersion[] {
    return this.versions
      .list({ prefix: `${name}:` })
      .map(([, version]) => version)
      .sort((left, right) => versionNumber(left) - versionNumber(right));
  }

  #notFound(reference: FunctionReference): ServiceError {
    return new ServiceError('ResourceNotFoundException', `Function not found: ${functionArn(this.#cloud, reference)}`, {
      status: 404,
      members: { Type: 'User' },
    });
  }
}

function versionNumber({ configuration }: FunctionVersion): number {
  return configuration.Version === LATEST ? 0 : Number(configuration.Version);
}
