import type { ListVersionsByFunctionRequest, PublishVersionRequest } from '@aws-sdk/client-lambda';
import { type Operation, ServiceError } from '../../cloud.ts';
import { functionArn, parseFunctionReference } from '../function-reference.ts';
import { LATEST } from '../function-store.ts';
import type { LambdaContext } from '../lambda-context.ts';
import { paginate } from '../paginate.ts';

/** Publishes $LATEST; nothing new since the last version answers that one, as Lambda does. */
export function publishVersion({ cloud, functions }: LambdaContext, input: PublishVersionRequest) {
  const { name } = parseFunctionReference(input.FunctionName ?? '');
  const latest = functions.resolve({ name, qualifier: LATEST });
  if (input.CodeSha256 !== undefined && input.CodeSha256 !== latest.configuration.CodeSha256) {
    throw new ServiceError(
      'InvalidParameterValueException',
      `CodeSHA256 (${input.CodeSha256}) is different from current CodeSHA256 in $LATEST (${latest.configuration.CodeSha256}). Please try again with the CodeSHA256 in $LATEST.`,
    );
  }
  const state = functions.state({ name, qualifier: undefined });
  const previous = functions.versions.get(`${name}:${state.lastVersion}`);
  if (previous !== undefined && identity(previous.configuration) === identity(latest.configuration)) {
    return previous.configuration;
  }
  const Version = String(state.lastVersion + 1);
  const configuration = {
    ...latest.configuration,
    ...(input.Description === undefined ? {} : { Description: input.Description }),
    Version,
    FunctionArn: functionArn(cloud, { name, qualifier: Version }),
    RevisionId: cloud.uuid(),
  };
  cloud.store.transaction(() => {
    functions.functions.set(name, { ...state, lastVersion: state.lastVersion + 1 });
    functions.setVersion({ ...latest, configuration });
  });
  return configuration;
}

export function versionOperations(context: LambdaContext): Record<string, Operation> {
  return {
    PublishVersion: (input: PublishVersionRequest) => publishVersion(context, input),

    ListVersionsByFunction({ FunctionName, Marker, MaxItems }: ListVersionsByFunctionRequest) {
      const { name } = parseFunctionReference(FunctionName ?? '');
      context.functions.state({ name, qualifier: undefined });
      const { items, NextMarker } = paginate(context.functions.versionsOf(name), { Marker, MaxItems });
      const Versions = items.map(({ configuration }) => ({
        ...configuration,
        FunctionArn: functionArn(context.cloud, { name, qualifier: configuration.Version }),
      }));
      return { Versions, NextMarker };
    },
  };
}

/** What makes two versions differ: everything but their own names and times. */
function identity(configuration: object): string {
  const own = ['Version', 'FunctionArn', 'RevisionId', 'LastModified', 'Description'];
  const entries = Object.entries(configuration).filter(([member]) => !own.includes(member));
  return JSON.stringify(entries.sort(([left], [right]) => (left < right ? -1 : 1)));
}
