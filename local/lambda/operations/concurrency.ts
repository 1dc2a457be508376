import type { GetFunctionConcurrencyRequest, PutFunctionConcurrencyRequest } from '@aws-sdk/client-lambda';
import type { Operation } from '../../cloud.ts';
import { parseFunctionReference } from '../function-reference.ts';
import type { LambdaContext } from '../lambda-context.ts';

/** Reserved concurrency: more invocations at the same time are throttled. */
export function concurrencyOperations({ functions }: LambdaContext): Record<string, Operation> {
  return {
    PutFunctionConcurrency({ FunctionName, ReservedConcurrentExecutions = 0 }: PutFunctionConcurrencyRequest) {
      const reference = parseFunctionReference(FunctionName ?? '');
      const state = functions.state(reference);
      functions.functions.set(reference.name, { ...state, reservedConcurrency: ReservedConcurrentExecutions });
      return { ReservedConcurrentExecutions };
    },

    GetFunctionConcurrency({ FunctionName }: GetFunctionConcurrencyRequest) {
      const { reservedConcurrency } = functions.state(parseFunctionReference(FunctionName ?? ''));
      return reservedConcurrency === undefined ? {} : { ReservedConcurrentExecutions: reservedConcurrency };
    },

    DeleteFunctionConcurrency({ FunctionName }: GetFunctionConcurrencyRequest) {
      const reference = parseFunctionReference(FunctionName ?? '');
      const { reservedConcurrency: _removed, ...state } = functions.state(reference);
      functions.functions.set(reference.name, state);
      return {};
    },
  };
}
