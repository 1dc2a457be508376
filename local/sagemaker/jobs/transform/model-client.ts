import type { ModelClientConfig } from '@aws-sdk/client-sagemaker';
import { JobFailure } from '../job-type.ts';

export interface ModelClientOptions {
  readonly port: number;
  readonly contentType: string | undefined;
  readonly accept: string | undefined;
  readonly config: ModelClientConfig | undefined;
  readonly signal: AbortSignal;
}

/** Sends one payload to the model. @throws JobFailure with the container's own message */
export type ModelClient = (payload: Buffer, what: string) => Promise<Buffer>;

export function createModelClient({ port, contentType, accept, config, signal }: ModelClientOptions): ModelClient {
  const headers = {
    ...(contentType === undefined ? {} : { 'content-type': contentType }),
    ...(accept === undefined ? {} : { accept }),
  };
  const retries = config?.InvocationsMaxRetries ?? 0;
  const timeoutMs = (config?.InvocationsTimeoutInSeconds ?? 600) * 1000;

  async function once(payload: Buffer): Promise<{ body: Buffer; status: number }> {
    const response = await fetch(`http://127.0.0.1:${port}/invocations`, {
      method: 'POST',
      headers,
      body: new Uint8Array(payload),
      signal: AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)]),
    });
    return { status: response.status, body: Buffer.from(await response.arrayBuffer()) };
  }

  return async (payload, what) => {
    for (let attempt = 0; ; attempt++) {
      const last = attempt >= retries || signal.aborted;
      try {
        const { status, body } = await once(payload);
        if (status < 300) return body;
        if (last || status < 500) throw refusal(status, body.toString(), what);
      } catch (error) {
        if (error instanceof JobFailure) throw error;
        if (last) throw new JobFailure(`AlgorithmError: ${what}: the model did not answer: ${reasonOf(error)}`);
      }
    }
  };
}

function refusal(status: number, message: string, what: string): JobFailure {
  const blame = status < 500 ? 'ClientError' : 'AlgorithmError';
  return new JobFailure(`${blame}: ${what}: the model answered ${status}: ${message.trim().slice(0, 700)}`);
}

function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause instanceof Error ? error.cause.message : error.message;
}
