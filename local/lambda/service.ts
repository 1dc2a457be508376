import type { CreateService } from '../cloud.ts';
import { AsyncQueue } from './async-queue.ts';
import { parseFunctionReference } from './function-reference.ts';
import { FunctionStore } from './function-store.ts';
import { Invoker } from './invoker.ts';
import type { LambdaContext } from './lambda-context.ts';
import { aliasOperations } from './operations/aliases.ts';
import { concurrencyOperations } from './operations/concurrency.ts';
import { eventInvokeConfigOperations } from './operations/event-invoke-configs.ts';
import { functionOperations } from './operations/functions.ts';
import { invocationOperations } from './operations/invocations.ts';
import { layerOperations } from './operations/layers.ts';
import { policyOperations } from './operations/policies.ts';
import { tagOperations } from './operations/tags.ts';
import { versionOperations } from './operations/versions.ts';

/** AWS Lambda: runs Node.js deployment packages in warm child processes. Fills the ports invoke and invokeAsync. */
export const createLambda: CreateService = (cloud) => {
  const functions = new FunctionStore(cloud);
  const invoker = new Invoker(cloud, functions);
  const queue = new AsyncQueue({ cloud, functions, invoker });
  const context: LambdaContext = { cloud, functions, invoker, queue };
  return {
    id: 'lambda',
    operations: {
      ...functionOperations(context),
      ...versionOperations(context),
      ...aliasOperations(context),
      ...policyOperations(context),
      ...concurrencyOperations(context),
      ...eventInvokeConfigOperations(context),
      ...invocationOperations(context),
      ...layerOperations(context),
      ...tagOperations(context),
    },
    ports: {
      async invoke({ functionArn, payload }) {
        const reference = parseFunctionReference(functionArn);
        const { logTail: _unused, ...result } = await invoker.invoke({ reference, payload, requestId: cloud.uuid() });
        return result;
      },
      invokeAsync(invocation) {
        functions.resolve(parseFunctionReference(invocation.functionArn));
        queue.accept(invocation, cloud.uuid());
      },
    },
    resume: () => queue.resume(),
    close: () => invoker.close(),
  };
};
