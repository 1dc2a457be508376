import { InvokeEndpointCommand, SageMakerRuntimeClient } from '@aws-sdk/client-sagemaker-runtime';
import { Uint8ArrayBlobAdapter } from '@smithy/core/serde';
import { mockClient } from 'aws-sdk-client-mock';
import { expect, it } from 'vitest';
import { sageMakerProbes } from '#aws/probes.ts';

it('a probe sends each row by itself, in order, and takes an error for an answer', async () => {
  const client = new SageMakerRuntimeClient({ region: 'us-east-1' });
  const runtime = mockClient(client);
  runtime.on(InvokeEndpointCommand).callsFake(({ Body }: { Body: string }) => {
    if (Body === '3') throw Object.assign(new Error('Received server error (500)'), { name: 'ModelError' });
    if (Body === '4') throw new Error('socket');
    return { Body: Uint8ArrayBlobAdapter.fromString(`0.${Body}\n`) };
  });
  const rows = ['1', '2', '3', '4', '5', '6', '7'];
  expect(await sageMakerProbes(client).send('dev-churn', rows)).toEqual([
    { body: '0.1\n' },
    { body: '0.2\n' },
    { failure: 'ModelError: Received server error (500)' },
    { failure: 'Error: socket' },
    { body: '0.5\n' },
    { body: '0.6\n' },
    { body: '0.7\n' },
  ]);
  expect(runtime.commandCalls(InvokeEndpointCommand)[0]?.args[0].input).toEqual({
    EndpointName: 'dev-churn',
    ContentType: 'text/csv',
    Accept: 'text/csv',
    Body: '1',
  });
});

it('no more probes are sent once their time is over, and those under way are given up', async () => {
  const client = new SageMakerRuntimeClient({ region: 'us-east-1' });
  const runtime = mockClient(client);
  const given: (AbortSignal | undefined)[] = [];
  runtime.send.callsFake(async (_, options?: { abortSignal?: AbortSignal }) => {
    given.push(options?.abortSignal);
    return new Promise((_resolve, reject) =>
      options?.abortSignal?.addEventListener('abort', () =>
        reject(Object.assign(new Error('Request aborted'), { name: 'AbortError' })),
      ),
    );
  });
  const rows = Array.from({ length: 12 }, (_, index) => String(index));
  const answers = await sageMakerProbes(client).send('dev-churn', rows, { withinSeconds: 0.05 });
  expect(answers).toEqual(Array.from({ length: 5 }, () => ({ failure: 'AbortError: Request aborted' })));
  expect(given).toHaveLength(5);
});
