import * as z from 'zod';
import { type Answer, csvScores, jsonScores, linesOf } from './answer-scores.ts';

const Side = z.object({
  observedContentType: z.string().default(''),
  data: z.string(),
  /** CSV or JSON for content types that the endpoint's config lists, otherwise BASE64. */
  encoding: z.string(),
});

/** A line of a capture file. Source: "Capture data from real-time endpoint", SageMaker developer guide. Unknown members are ignored. */
const CaptureLine = z.object({
  captureData: z.object({ endpointInput: Side.optional(), endpointOutput: Side.optional() }),
  eventMetadata: z.object({
    eventId: z.string(),
    /** What the caller gave InvokeEndpoint as InferenceId. */
    inferenceId: z.string().optional(),
    /** In whole seconds. */
    inferenceTime: z.iso.datetime({ offset: true }),
  }),
});

/** A request that an endpoint answered. */
export interface CapturedRecord {
  readonly eventId: string;
  readonly inferenceId: string | undefined;
  /** ms since the epoch. */
  readonly at: number;
  /** The rows asked for, one text each; the whole body where its rows are not told apart; none when it was not captured. */
  readonly inputs: readonly string[];
  readonly answer: Answer;
}

/** Reads one line. Undefined: it is none of a capture file. Never throws. */
export function parseCaptureLine(line: string): CapturedRecord | undefined {
  const found = CaptureLine.safeParse(json(line));
  if (!found.success) return undefined;
  const { captureData, eventMetadata } = found.data;
  const { eventId, inferenceId, inferenceTime } = eventMetadata;
  const input = payloadOf(captureData.endpointInput);
  const inputs = input === undefined ? [] : input.format === 'csv' ? linesOf(input.text) : [input.text];
  const rows = input?.format === 'csv' ? inputs.length : undefined;
  const answer = answerOf(payloadOf(captureData.endpointOutput), rows);
  return { eventId, inferenceId, at: Date.parse(inferenceTime), inputs, answer };
}

interface Payload {
  readonly format: 'csv' | 'json' | undefined;
  readonly contentType: string;
  readonly text: string;
}

function payloadOf(side: z.infer<typeof Side> | undefined): Payload | undefined {
  if (side === undefined) return undefined;
  const { encoding, data, observedContentType } = side;
  const bare = observedContentType.split(';')[0]!.trim().toLowerCase();
  const text = encoding === 'BASE64' ? Buffer.from(data, 'base64').toString('utf8') : data;
  const named = encoding === 'CSV' || encoding === 'JSON' ? encoding.toLowerCase() : bare;
  const format = /csv$/.test(named) ? 'csv' : /json(lines)?$/.test(named) ? 'json' : undefined;
  return { format, contentType: bare, text };
}

function answerOf(output: Payload | undefined, rows: number | undefined): Answer {
  if (output === undefined) return { unreadable: 'no answer was captured' };
  if (output.format === 'csv') return csvScores(output.text, rows);
  if (output.format === 'json') return jsonScores(output.text);
  return { unreadable: `answers of the content type ${output.contentType || '(none)'}` };
}

function json(line: string): unknown {
  try {
    return JSON.parse(line) as unknown;
  } catch {
    return undefined;
  }
}
