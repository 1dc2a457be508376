import { InvokeEndpointCommand, SageMakerRuntimeClient } from '@aws-sdk/client-sagemaker-runtime';
import { Uint8ArrayBlobAdapter } from '@smithy/core/serde';
import { mockClient } from 'aws-sdk-client-mock';
import { describe, expect, it } from 'vitest';
import { sageMakerInference } from '#aws/inference.ts';

/** Answers or throws what is given, on a stopwatch that goes on by 7 ms with every look. */
function asking(answer: object | Error) {
  const client = new SageMakerRuntimeClient({ region: 'us-east-1' });
  const runtime = mockClient(client);
  if (answer instanceof Error) runtime.on(InvokeEndpointCommand).rejects(answer);
  else runtime.on(InvokeEndpointCommand).resolves(answer as never);
  let elapsed = 0;
  const stopwatch = () => {
    elapsed += 7;
    return elapsed;
  };
  const request = { endpointName: 'dev-r-probe', body: '1,2', contentType: 'text/csv' };
  return { runtime, ask: () => sageMakerInference({ client, stopwatch }).ask(request) };
}

const modelError = (members: object) => Object.assign(new Error('Received error'), { name: 'ModelError', ...members });

describe('asking an endpoint', () => {
  it('gives what the container answered and how long that took', async () => {
    const { runtime, ask } = asking({ Body: Uint8ArrayBlobAdapter.fromString('0.5\n') });
    expect(await ask()).toEqual({ answer: { outcome: 'Answered', body: '0.5\n' }, milliseconds: 7 });
    expect(runtime.commandCalls(InvokeEndpointCommand)[0]?.args[0].input).toEqual({
      EndpointName: 'dev-r-probe',
      ContentType: 'text/csv',
      Accept: 'text/csv',
      Body: '1,2',
    });
  });

  it.each([
    [
      { OriginalStatusCode: 415, OriginalMessage: 'no' },
      { outcome: 'Refused', status: 415, message: 'no' },
    ],
    [
      { OriginalStatusCode: 500, OriginalMessage: 'bug' },
      { outcome: 'Failed', status: 500, message: 'bug' },
    ],
    [
      { OriginalStatusCode: 0, OriginalMessage: 'late' },
      { outcome: 'Failed', status: 0, message: 'late' },
    ],
    [{}, { outcome: 'Failed', status: 0, message: 'Received error' }],
  ])('takes an error of the container for its answer: %j', async (members, answer) => {
    expect(await asking(modelError(members)).ask()).toEqual({ answer, milliseconds: 7 });
  });

  it.each(['ValidationError', 'ServiceUnavailable', 'ThrottlingException', 'Error'])(
    'throws what is not the container’s: %s',
    async (name) => {
      const error = Object.assign(new Error('no'), { name });
      await expect(asking(error).ask()).rejects.toBe(error);
    },
  );
});
