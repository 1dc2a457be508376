import * as z from 'zod';
import { ContainerAnswer } from './container-answer.ts';

/** As much of a manifest's label as says what a score is. */
const Label = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('binary') }),
  z.object({ kind: z.literal('number') }),
  z.object({ kind: z.literal('multiclass'), classes: z.array(z.string()) }),
]);

/** The scores of one row; or why there are none. */
export const RowScores = z.union([
  z.object({ scores: z.array(z.number()).readonly() }),
  z.object({ problem: z.string() }),
]);

/** One request of a contract gate, and its answer; no answer when time ran out before it was sent. */
export const ContractAnswer = z.object({
  name: z.string(),
  expect: z.enum(['score', 'refusal']),
  /** How many rows' scores were asked for. */
  rows: z.int().min(1),
  answer: ContainerAnswer.optional(),
});

/**
 * `probe.json`: what one instance of the candidate's endpoint did with the requests of the serving gates. The gates are judged from it
 * alone, so that a version can be judged again.
 */
export const ProbeDocument = z.object({
  version: z.literal(1),
  model: z.string(),
  run: z.string(),
  /** When it was measured, ISO 8601. */
  at: z.string(),
  artifactDigest: z.string(),
  instance: z.string(),
  label: Label,
  /** NotServing: the endpoint failed, or was not in service in time; nothing was sent. */
  endpoint: z.discriminatedUnion('outcome', [
    z.object({ outcome: z.literal('InService') }),
    z.object({ outcome: z.literal('NotServing'), reason: z.string() }),
  ]),
  contracts: z.array(z.object({ gate: z.string(), requests: z.array(ContractAnswer) })),
  /** Of each single-row request as it was sent, as the caller waited; null: it was not answered 2xx. */
  milliseconds: z.array(z.number().nullable()),
  /** How many rows of the holdout there were to compare. */
  comparable: z.int().min(0),
  /** The same rows in batch and in real time, as they were sent. */
  compared: z.array(z.object({ rowId: z.string(), batch: RowScores, realTime: RowScores })),
});

export type ProbeDocument = z.infer<typeof ProbeDocument>;
export type ContractAnswer = z.infer<typeof ContractAnswer>;
export type RowScores = z.infer<typeof RowScores>;
export type ComparedRow = ProbeDocument['compared'][number];
