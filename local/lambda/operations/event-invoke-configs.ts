import type {
  FunctionEventInvokeConfig,
  GetFunctionEventInvokeConfigRequest,
  ListFunctionEventInvokeConfigsRequest,
  PutFunctionEventInvokeConfigRequest,
} from '@aws-sdk/client-lambda';
import { type Operation, ServiceError } from '../../cloud.ts';
import type { EventInvokeConfig } from '../async-queue.ts';
import { functionArn, parseFunctionReference } from '../function-reference.ts';
import { LATEST } from '../function-store.ts';
import { type LambdaContext, notFound } from '../lambda-context.ts';

/** How asynchronous invocations of a function are retried and where they end up. */
export function eventInvokeConfigOperations({ cloud, functions, queue }: LambdaContext): Record<string, Operation> {
  const key = ({ FunctionName, Qualifier }: GetFunctionEventInvokeConfigRequest) => {
    const { name, qualifier = LATEST } = parseFunctionReference(FunctionName ?? '', Qualifier);
    functions.resolve({ name, qualifier });
    return `${name}:${qualifier}`;
  };
  const existing = (input: GetFunctionEventInvokeConfigRequest): [string, EventInvokeConfig] => {
    const id = key(input);
    const config = queue.configs.get(id);
    if (config === undefined) throw notFound(`The function ${id} doesn't have an EventInvokeConfig`);
    return [id, config];
  };
  const output = (id: string, { lastModified, ...config }: EventInvokeConfig): FunctionEventInvokeConfig => {
    const [name = '', qualifier] = id.split(':');
    return { ...config, FunctionArn: functionArn(cloud, { name, qualifier }), LastModified: new Date(lastModified) };
  };
  const save = (id: string, input: PutFunctionEventInvokeConfigRequest, before: Partial<EventInvokeConfig>) => {
    const { MaximumRetryAttempts, MaximumEventAgeInSeconds, DestinationConfig } = input;
    check(input);
    const config: EventInvokeConfig = {
      ...before,
      ...(MaximumRetryAttempts === undefined ? {} : { MaximumRetryAttempts }),
      ...(MaximumEventAgeInSeconds === undefined ? {} : { MaximumEventAgeInSeconds }),
      DestinationConfig: DestinationConfig ?? before.DestinationConfig ?? { OnSuccess: {}, OnFailure: {} },
      lastModified: cloud.clock.now(),
    };
    queue.configs.set(id, config);
    return output(id, config);
  };

  return {
    PutFunctionEventInvokeConfig: (input: PutFunctionEventInvokeConfigRequest) => save(key(input), input, {}),

    UpdateFunctionEventInvokeConfig(input: PutFunctionEventInvokeConfigRequest) {
      const [id, before] = existing(input);
      return save(id, input, before);
    },

    GetFunctionEventInvokeConfig: (input: GetFunctionEventInvokeConfigRequest) => output(...existing(input)),

    ListFunctionEventInvokeConfigs({ FunctionName }: ListFunctionEventInvokeConfigsRequest) {
      const { name } = parseFunctionReference(FunctionName ?? '');
      functions.state({ name, qualifier: undefined });
      const configs = queue.configs.list({ prefix: `${name}:` });
      return { FunctionEventInvokeConfigs: configs.map(([id, config]) => output(id, config)) };
    },

    DeleteFunctionEventInvokeConfig(input: GetFunctionEventInvokeConfigRequest) {
      queue.configs.delete(existing(input)[0]);
      return {};
    },
  };
}

function check({ MaximumRetryAttempts = 2, MaximumEventAgeInSeconds = 60 }: PutFunctionEventInvokeConfigRequest): void {
  if (!(MaximumRetryAttempts >= 0 && MaximumRetryAttempts <= 2)) {
    throw new ServiceError('InvalidParameterValueException', 'MaximumRetryAttempts must be between 0 and 2.');
  }
  if (!(MaximumEventAgeInSeconds >= 60 && MaximumEventAgeInSeconds <= 21_600)) {
    throw new ServiceError('InvalidParameterValueException', 'MaximumEventAgeInSeconds must be between 60 and 21600.');
  }
}
