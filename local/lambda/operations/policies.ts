import type { AddPermissionRequest, GetPolicyRequest, RemovePermissionRequest } from '@aws-sdk/client-lambda';
import type { Operation } from '../../cloud.ts';
import { type FunctionReference, functionArn, parseFunctionReference } from '../function-reference.ts';
import type { PolicyStatement } from '../function-store.ts';
import { conflict, type LambdaContext, notFound } from '../lambda-context.ts';

/** Resource policies: who else may invoke a function. Kept and read back; the embedded AWS enforces no IAM. */
export function policyOperations({ cloud, functions }: LambdaContext): Record<string, Operation> {
  const statements = (reference: FunctionReference) => {
    functions.resolve(reference);
    return functions.state(reference).policy[reference.qualifier ?? ''] ?? [];
  };
  const save = (reference: FunctionReference, changed: readonly PolicyStatement[]) => {
    const state = functions.state(reference);
    const policy = { ...state.policy, [reference.qualifier ?? '']: changed };
    functions.functions.set(reference.name, { ...state, policy });
  };

  return {
    AddPermission(input: AddPermissionRequest) {
      const reference = parseFunctionReference(input.FunctionName ?? '', input.Qualifier);
      const before = statements(reference);
      const { StatementId: Sid = '', Action, Principal = '' } = input;
      if (before.some((statement) => statement.Sid === Sid)) {
        throw conflict(`The statement id (${Sid}) provided already exists. Please provide a new statement id.`);
      }
      const statement = {
        Sid,
        Effect: 'Allow',
        Principal: principal(Principal),
        Action,
        Resource: functionArn(cloud, reference),
        ...condition(input),
      };
      save(reference, [...before, statement]);
      return { Statement: JSON.stringify(statement) };
    },

    GetPolicy(input: GetPolicyRequest) {
      const reference = parseFunctionReference(input.FunctionName ?? '', input.Qualifier);
      const Statement = statements(reference);
      if (Statement.length === 0) throw notFound('The resource you requested does not exist.');
      const Policy = JSON.stringify({ Version: '2012-10-17', Id: 'default', Statement });
      return { Policy, RevisionId: cloud.uuid() };
    },

    RemovePermission(input: RemovePermissionRequest) {
      const reference = parseFunctionReference(input.FunctionName ?? '', input.Qualifier);
      const before = statements(reference);
      const after = before.filter(({ Sid }) => Sid !== input.StatementId);
      if (after.length === before.length) {
        throw notFound(`Statement ${input.StatementId} is not found in resource policy.`);
      }
      save(reference, after);
      return {};
    },
  };
}

function principal(name: string): unknown {
  if (name === '*') return '*';
  if (name.endsWith('.amazonaws.com')) return { Service: name };
  return { AWS: /^\d{12}$/.test(name) ? `arn:aws:iam::${name}:root` : name };
}

function condition({ SourceArn, SourceAccount }: AddPermissionRequest): object {
  if (SourceArn === undefined && SourceAccount === undefined) return {};
  return {
    Condition: {
      ...(SourceArn === undefined ? {} : { ArnLike: { 'AWS:SourceArn': SourceArn } }),
      ...(SourceAccount === undefined ? {} : { StringEquals: { 'AWS:SourceAccount': SourceAccount } }),
    },
  };
}
