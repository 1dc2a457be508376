import type { InvocationRequest } from '@aws-sdk/client-lambda';
import { type Call, type Operation, ServiceError } from '../../cloud.ts';
import { functionArn, parseFunctionReference } from '../function-reference.ts';
import type { LambdaContext } from '../lambda-context.ts';

/** Invoke: RequestResponse, Event and DryRun. */
export function invocationOperations({ cloud, functions, invoker, queue }: LambdaContext): Record<string, Operation> {
  return {
    async Invoke(input: InvocationRequest, { requestId }: Call) {
      const reference = parseFunctionReference(input.FunctionName ?? '', input.Qualifier);
      const payload = input.Payload === undefined ? new Uint8Array() : Buffer.from(input.Payload);
      checkJson(payload);
      functions.resolve(reference);
      if (input.InvocationType === 'DryRun') return { StatusCode: 204 };
      if (input.InvocationType === 'Event') {
        queue.accept({ functionArn: functionArn(cloud, reference), payload }, requestId);
        return { StatusCode: 202 };
      }
      const result = await invoker.invoke({ reference, payload, requestId });
      return {
        StatusCode: 200,
        ExecutedVersion: result.version,
        Payload: result.payload,
        ...(result.functionError === undefined ? {} : { FunctionError: result.functionError }),
        ...(input.LogType === 'Tail' ? { LogResult: result.logTail } : {}),
      };
    },
  };
}

function checkJson(payload: Uint8Array): void {
  if (payload.length === 0) return;
  try {
    JSON.parse(Buffer.from(payload).toString('utf8'));
  } catch (error) {
    throw new ServiceError('InvalidRequestContentException', `Could not parse request body into json: ${error}`);
  }
}
