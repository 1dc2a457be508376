import type {
  CreateAliasRequest,
  DeleteAliasRequest,
  GetAliasRequest,
  ListAliasesRequest,
  UpdateAliasRequest,
} from '@aws-sdk/client-lambda';
import type { Operation } from '../../cloud.ts';
import { functionArn, parseFunctionReference } from '../function-reference.ts';
import { conflict, type LambdaContext, notFound } from '../lambda-context.ts';
import { paginate } from '../paginate.ts';

/** Aliases point at one version; traffic shifting between two versions is refused by its absence. */
export function aliasOperations({ cloud, functions }: LambdaContext): Record<string, Operation> {
  const existing = (functionName: string | undefined, alias: string | undefined) => {
    const { name } = parseFunctionReference(functionName ?? '');
    const key = `${name}:${alias}`;
    const found = functions.aliases.get(key);
    if (found === undefined) throw notFound(`Cannot find alias arn: ${functionArn(cloud, { name, qualifier: alias })}`);
    return { key, found, name };
  };

  return {
    CreateAlias({ FunctionName, Name = '', FunctionVersion, Description = '' }: CreateAliasRequest) {
      const { name } = parseFunctionReference(FunctionName ?? '');
      functions.resolve({ name, qualifier: FunctionVersion });
      const AliasArn = functionArn(cloud, { name, qualifier: Name });
      if (functions.aliases.has(`${name}:${Name}`)) throw conflict(`Alias already exists: ${AliasArn}`);
      const alias = { AliasArn, Name, FunctionVersion, Description, RevisionId: cloud.uuid() };
      functions.aliases.set(`${name}:${Name}`, alias);
      return alias;
    },

    UpdateAlias({ FunctionName, Name, FunctionVersion, Description }: UpdateAliasRequest) {
      const { key, found, name } = existing(FunctionName, Name);
      if (FunctionVersion !== undefined) functions.resolve({ name, qualifier: FunctionVersion });
      const alias = {
        ...found,
        FunctionVersion: FunctionVersion ?? found.FunctionVersion,
        Description: Description ?? found.Description,
        RevisionId: cloud.uuid(),
      };
      functions.aliases.set(key, alias);
      return alias;
    },

    GetAlias: ({ FunctionName, Name }: GetAliasRequest) => existing(FunctionName, Name).found,

    ListAliases({ FunctionName, FunctionVersion, Marker, MaxItems }: ListAliasesRequest) {
      const { name } = parseFunctionReference(FunctionName ?? '');
      functions.state({ name, qualifier: undefined });
      const aliases = functions.aliases
        .list({ prefix: `${name}:` })
        .map(([, alias]) => alias)
        .filter((alias) => FunctionVersion === undefined || alias.FunctionVersion === FunctionVersion);
      const { items, NextMarker } = paginate(aliases, { Marker, MaxItems });
      return { Aliases: items, NextMarker };
    },

    DeleteAlias({ FunctionName, Name }: DeleteAliasRequest) {
      const { name } = parseFunctionReference(FunctionName ?? '');
      functions.aliases.delete(`${name}:${Name}`);
      return {};
    },
  };
}
