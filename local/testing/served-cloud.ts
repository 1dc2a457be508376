import { Wire } from '../wire/wire.ts';
import { createTestCloud, type TestCloud } from './test-cloud.ts';

/** A test cloud behind its wire front, and what an SDK client needs to speak to it. */
export interface ServedCloud extends TestCloud {
  readonly client: {
    readonly endpoint: string;
    readonly region: string;
    readonly credentials: { readonly accessKeyId: string; readonly secretAccessKey: string };
    readonly maxAttempts: 1;
  };
  /** What the wire logged: bugs. */
  readonly logged: string[];
}

/** `await using cloud = await createServedCloud({ services: [createS3] }); new S3Client(cloud.client)` */
export async function createServedCloud(options: Parameters<typeof createTestCloud>[0] = {}): Promise<ServedCloud> {
  const wire = await Wire.listen();
  const cloud = createTestCloud({ ...options, endpoint: wire.endpoint });
  const logged: string[] = [];
  wire.serve({ cloud, log: (message) => logged.push(message) });
  return {
    ...cloud,
    logged,
    client: {
      endpoint: wire.endpoint,
      region: cloud.region,
      credentials: { accessKeyId: 'tester', secretAccessKey: 'secret' },
      maxAttempts: 1,
    },
    async [Symbol.asyncDispose]() {
      await wire[Symbol.asyncDispose]();
      await cloud[Symbol.asyncDispose]();
    },
  };
}
