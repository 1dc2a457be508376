import { isDeepStrictEqual } from 'node:util';
import type {
  CreateFunctionRequest,
  DeleteFunctionRequest,
  FunctionConfiguration,
  GetFunctionRequest,
  ListFunctionsRequest,
  UpdateFunctionCodeRequest,
  UpdateFunctionConfigurationRequest,
} from '@aws-sdk/client-lambda';
import type { Operation } from '../../cloud.ts';
import { storePackage } from '../code-package.ts';
import { applyConfiguration, defaultConfiguration } from '../function-configuration.ts';
import { functionArn, parseFunctionReference } from '../function-reference.ts';
import { type FunctionVersion, LATEST } from '../function-store.ts';
import { conflict, type LambdaContext } from '../lambda-context.ts';
import { paginate } from '../paginate.ts';
import { publishVersion } from './versions.ts';

/** Functions: create, read, update, delete. */
export function functionOperations(context: LambdaContext): Record<string, Operation> {
  const { cloud, functions, invoker, queue } = context;

  const replaceLatest = (version: FunctionVersion, publish: boolean | undefined): FunctionConfiguration => {
    const { FunctionName: name = '' } = version.configuration;
    const before = functions.versions.get(`${name}:${LATEST}`);
    functions.setVersion(version);
    if (before?.configuration.RevisionId !== version.configuration.RevisionId) invoker.retire(name);
    return publish ? publishVersion(context, { FunctionName: name }) : version.configuration;
  };

  return {
    async CreateFunction(input: CreateFunctionRequest) {
      const { name } = parseFunctionReference(input.FunctionName ?? '');
      if (functions.functions.has(name)) throw conflict(`Function already exist: ${name}`);
      const { codeDigest, members } = await storePackage(cloud, input.Code ?? {});
      if (functions.functions.has(name)) throw conflict(`Function already exist: ${name}`);
      const configuration = applyConfiguration(cloud, input, { ...defaultConfiguration(name), ...members });
      functions.functions.set(name, { lastVersion: 0, tags: input.Tags ?? {}, policy: {} });
      return replaceLatest({ configuration, codeDigest }, input.Publish);
    },

    async UpdateFunctionCode(input: UpdateFunctionCodeRequest) {
      const { name } = parseFunctionReference(input.FunctionName ?? '');
      functions.resolve({ name, qualifier: undefined });
      const { codeDigest, members } = await storePackage(cloud, input);
      const before = functions.resolve({ name, qualifier: undefined });
      const { Architectures = before.configuration.Architectures } = input;
      const same =
        codeDigest === before.codeDigest && isDeepStrictEqual(Architectures, before.configuration.Architectures);
      const changed = applyConfiguration(cloud, { Architectures }, { ...before.configuration, ...members });
      // The same code again leaves the warm processes as they are.
      const configuration = same ? { ...before.configuration, LastModified: changed.LastModified } : changed;
      if (input.DryRun) return configuration;
      return replaceLatest({ configuration, codeDigest }, input.Publish);
    },

    UpdateFunctionConfiguration({ FunctionName, ...changes }: UpdateFunctionConfigurationRequest) {
      const { name } = parseFunctionReference(FunctionName ?? '');
      const before = functions.resolve({ name, qualifier: undefined });
      const configuration = applyConfiguration(cloud, changes, before.configuration);
      return replaceLatest({ ...before, configuration }, false);
    },

    GetFunction(input: GetFunctionRequest) {
      const reference = parseFunctionReference(input.FunctionName ?? '', input.Qualifier);
      const { configuration } = functions.resolve(reference);
      const { tags, reservedConcurrency } = functions.state(reference);
      return {
        Configuration: qualified(context, configuration, reference.qualifier),
        Code: { RepositoryType: 'S3' },
        ...(Object.keys(tags).length === 0 ? {} : { Tags: tags }),
        ...(reservedConcurrency === undefined
          ? {}
          : { Concurrency: { ReservedConcurrentExecutions: reservedConcurrency } }),
      };
    },

    GetFunctionConfiguration(input: GetFunctionRequest) {
      const reference = parseFunctionReference(input.FunctionName ?? '', input.Qualifier);
      return qualified(context, functions.resolve(reference).configuration, reference.qualifier);
    },

    ListFunctions({ Marker, MaxItems, FunctionVersion }: ListFunctionsRequest) {
      const latest = functions.functions.list().map(([name]) => functions.resolve({ name, qualifier: undefined }));
      const versions =
        FunctionVersion === 'ALL'
          ? latest.flatMap(({ configuration }) => functions.versionsOf(configuration.FunctionName ?? ''))
          : latest;
      const { items, NextMarker } = paginate(versions, { Marker, MaxItems });
      const Functions = items.map(({ configuration }) => qualified(context, configuration, configuration.Version));
      return { Functions, NextMarker };
    },

    DeleteFunction(input: DeleteFunctionRequest) {
      const { name, qualifier } = parseFunctionReference(input.FunctionName ?? '', input.Qualifier);
      functions.resolve({ name, qualifier });
      if (qualifier !== undefined) {
        functions.versions.delete(`${name}:${qualifier}`);
        return {};
      }
      cloud.store.transaction(() => {
        for (const { configuration } of functions.versionsOf(name)) {
          functions.versions.delete(`${name}:${configuration.Version}`);
        }
        for (const [key] of functions.aliases.list({ prefix: `${name}:` })) functions.aliases.delete(key);
        queue.forget(name);
        functions.functions.delete(name);
      });
      invoker.retire(name);
      return {};
    },
  };
}

function qualified(
  { cloud }: LambdaContext,
  configuration: FunctionConfiguration,
  qualifier: string | undefined,
): FunctionConfiguration {
  const { FunctionName: name = '' } = configuration;
  return { ...configuration, FunctionArn: functionArn(cloud, { name, qualifier }) };
}
