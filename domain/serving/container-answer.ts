import * as z from 'zod';

/** So much of a body is kept. */
const LONGEST_BODY = 100_000;
const LONGEST_MESSAGE = 500;

/** What a container said to one request. */
export const ContainerAnswer = z.discriminatedUnion('outcome', [
  /** 2xx. */
  z.object({ outcome: z.literal('Answered'), body: z.string() }),
  /** 4xx: the request was wrong, it says. */
  z.object({ outcome: z.literal('Refused'), status: z.int(), message: z.string() }),
  /** Its own failure: 5xx, or 0 when it did not answer at all. */
  z.object({ outcome: z.literal('Failed'), status: z.int(), message: z.string() }),
]);

export type ContainerAnswer = z.infer<typeof ContainerAnswer>;

export function answered(body: string): ContainerAnswer {
  return { outcome: 'Answered', body: body.slice(0, LONGEST_BODY) };
}

/** An answer that is not 2xx, by the status that the container gave. */
export function notAnswered(status: number, message: string): ContainerAnswer {
  const outcome = status >= 400 && status < 500 ? 'Refused' : 'Failed';
  return { outcome, status, message: message.slice(0, LONGEST_MESSAGE) };
}

/** As a part of a sentence: `was refused (415: no such type)`. */
export function describeAnswer(answer: ContainerAnswer): string {
  switch (answer.outcome) {
    case 'Answered':
      return `was answered "${answer.body.trim().slice(0, 80)}"`;
    case 'Refused':
      return `was refused (${answer.status}: ${answer.message.slice(0, 200)})`;
    case 'Failed':
      return `failed in the container (${answer.status || 'no answer'}: ${answer.message.slice(0, 200)})`;
  }
}
