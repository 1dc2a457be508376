import { InvokeEndpointCommand, SageMakerRuntimeClient } from '@aws-sdk/client-sagemaker-runtime';
import { answered, type ContainerAnswer, notAnswered } from '#domain/serving/container-answer.ts';
import { clientConfiguration } from './clients.ts';

export interface InferenceRequest {
  readonly endpointName: string;
  readonly body: string;
  readonly contentType: string;
}

export interface TimedAnswer {
  readonly answer: ContainerAnswer;
  /** From sending to the whole answer, as the caller waits. */
  readonly milliseconds: number;
}

/** Asking an endpoint, one request at a time. */
export interface Inference {
  /** What the container itself says is an answer, errors of its own included. @throws whatever else goes wrong */
  ask(request: InferenceRequest): Promise<TimedAnswer>;
}

interface InferenceOptions {
  readonly client?: SageMakerRuntimeClient;
  /** Milliseconds that only ever grow. */
  readonly stopwatch?: () => number;
}

/** {@link Inference} through InvokeEndpoint. */
export function sageMakerInference(options: InferenceOptions = {}): Inference {
  // A second attempt would be measured as the container's time.
  const { client = new SageMakerRuntimeClient(clientConfiguration({ maxAttempts: 1 })) } = options;
  const { stopwatch = () => performance.now() } = options;
  return {
    async ask({ endpointName, body, contentType }) {
      const command = new InvokeEndpointCommand({
        EndpointName: endpointName,
        ContentType: contentType,
        Accept: 'text/csv',
        Body: body,
      });
      const sent = stopwatch();
      const answer = await answerOf(async () => (await client.send(command)).Body);
      return { answer, milliseconds: stopwatch() - sent };
    },
  };
}

async function answerOf(send: () => Promise<Uint8Array | undefined>): Promise<ContainerAnswer> {
  try {
    return answered(Buffer.from((await send()) ?? []).toString('utf8'));
  } catch (error) {
    if (!(error instanceof Error) || error.name !== 'ModelError') throw error;
    const { OriginalStatusCode = 0, OriginalMessage = error.message } = error as ModelErrorMembers;
    return notAnswered(OriginalStatusCode, OriginalMessage);
  }
}

/** SageMaker answers 424 whatever the container said; what it said is in these. */
type ModelErrorMembers = Error & { readonly OriginalStatusCode?: number; readonly OriginalMessage?: string };
