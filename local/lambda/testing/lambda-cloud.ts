import type { CreateFunctionRequest } from '@aws-sdk/client-lambda';
import type { InvocationResult } from '../../cloud.ts';
import type { CloudOptions } from '../../create-cloud.ts';
import { createTestCloud, type TestCloud } from '../../testing/test-cloud.ts';
import { createLambda } from '../service.ts';
import { functionZip } from './function-zip.ts';
import { type Recording, recordingServices } from './recording-services.ts';

export interface LambdaCloud extends TestCloud {
  readonly recording: Recording;
  /** Creates a function from the source of its index.mjs. */
  define(name: string, source: string, settings?: Partial<CreateFunctionRequest>): Promise<void>;
  /** Invokes through the port and parses the payload. */
  run(name: string, event?: unknown): Promise<Omit<InvocationResult, 'payload'> & { payload: unknown }>;
}

export function createLambdaCloud(
  options: Partial<Pick<CloudOptions, 'fault' | 'services'>> & { directory?: string } = {},
): LambdaCloud {
  const { recording, services } = recordingServices();
  const cloud = createTestCloud({ ...options, services: [...services, ...(options.services ?? []), createLambda] });
  return {
    ...cloud,
    recording,
    async define(name, source, settings = {}) {
      await cloud.call('lambda', 'CreateFunction', {
        FunctionName: name,
        Runtime: 'nodejs24.x',
        Role: 'arn:aws:iam::000000000000:role/test',
        Handler: 'index.handler',
        Code: { ZipFile: functionZip({ 'index.mjs': source }) },
        ...settings,
      });
    },
    async run(name, event = {}) {
      const functionArn = `arn:aws:lambda:us-east-1:000000000000:function:${name}`;
      const payload = Buffer.from(JSON.stringify(event));
      const result = await cloud.invoke({ functionArn, payload });
      return { ...result, payload: JSON.parse(Buffer.from(result.payload).toString()) as unknown };
    },
  };
}
