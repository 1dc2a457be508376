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
