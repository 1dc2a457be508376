import { InvokeEndpointCommand, SageMakerRuntimeClient } from '@aws-sdk/client-sagemaker-runtime';
import type { ProbeAnswer } from '#domain/release-plan/probe-verdict.ts';
import { clientConfiguration } from './clients.ts';

/** Sending rows to an endpoint as a customer would. */
export interface Probes {
  /** Sends each CSV row by itself; an error is an answer too. After `withinSeconds` no more are sent, and those under way are given up. */
  send(
    endpointName: string,
    rows: readonly string[],
    limit?: { readonly withinSeconds: number },
  ): Promise<readonly ProbeAnswer[]>;
}

/** So many requests are under way at a time: a new endpoint is not to be overrun. */
const CONCURRENCY = 5;

/** {@link Probes} through InvokeEndpoint. */
export function sageMakerProbes(client = new SageMakerRuntimeClient(clientConfiguration())): Probes {
  const probe = async (
    EndpointName: string,
    row: string,
    abortSignal: AbortSignal | undefined,
  ): Promise<ProbeAnswer> => {
    try {
      const command = new InvokeEndpointCommand({
        EndpointName,
        ContentType: 'text/csv',
        Accept: 'text/csv',
        Body: row,
      });
      return {
        body: Buffer.from(
          (await client.send(command, abortSignal === undefined ? {} : { abortSignal })).Body ?? [],
        ).toString('utf8'),
      };
    } catch (error) {
      return { failure: error instanceof Error ? `${error.name}: ${error.message}` : String(error) };
    }
  };
  return {
    async send(endpointName, rows, limit) {
      const over = limit === undefined ? undefined : AbortSignal.timeout(limit.withinSeconds * 1000);
      const answers: ProbeAnswer[] = [];
      for (let start = 0; start < rows.length && over?.aborted !== true; start += CONCURRENCY) {
        const batch = rows.slice(start, start + CONCURRENCY);
        answers.push(...(await Promise.all(batch.map((row) => probe(endpointName, row, over)))));
      }
      return answers;
    },
  };
}
