import type { Inference, InferenceRequest } from '#aws/inference.ts';
import { answered, type ContainerAnswer } from '#domain/serving/container-answer.ts';

/** A container in memory: a test says what it answers, and how long it takes on a stopwatch of its own. */
export interface FakeInference {
  readonly inference: Inference;
  readonly stopwatch: () => number;
  readonly asked: InferenceRequest[];
  answer: (request: InferenceRequest) => ContainerAnswer;
  /** Called before each request is answered; may throw in its place. */
  before: () => Promise<void>;
  milliseconds: number;
}

export function fakeInference(): FakeInference {
  let elapsed = 0;
  const fake: FakeInference = {
    asked: [],
    answer: () => answered('0.5\n'),
    before: async () => undefined,
    milliseconds: 10,
    stopwatch: () => elapsed,
    inference: {
      async ask(request) {
        fake.asked.push(request);
        await fake.before();
        elapsed += fake.milliseconds;
        return { answer: fake.answer(request), milliseconds: fake.milliseconds };
      },
    },
  };
  return fake;
}
