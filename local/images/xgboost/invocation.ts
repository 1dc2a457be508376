import { CsvError } from './csv-error.ts';
import { parseCsv } from './csv-parser.ts';
import { acceptedEncoding, mediaType } from './media-type.ts';
import type { Predictor } from './predictor.ts';

export interface Answer {
  readonly status: number;
  readonly mediaType: string;
  readonly body: string;
}

export interface InvocationRequest {
  readonly body: Uint8Array;
  readonly contentType: string | undefined;
  readonly accept: string | undefined;
}

/** White space as the image strips it from both ends of a payload: line ends and blanks. */
const isWhite = (byte: number | undefined) => byte === 32 || (byte !== undefined && byte >= 9 && byte <= 13);

/**
 * Answers one `POST /invocations` as SageMaker's XGBoost image does: 204 without a body, 415 for another content type than
 * text/csv, 406 for an accept type that is not written, 400 for rows that cannot be predicted, naming the row.
 */
export function answerInvocation(predictor: Predictor, { body, contentType, accept }: InvocationRequest): Answer {
  if (body.length === 0) return plain(204, '');
  const type = mediaType(contentType);
  if (type !== '' && type !== 'text/csv')
    return plain(415, `Content-type ${type} not supported. Supported content-type is text/csv`);
  const encoding = acceptedEncoding(accept);
  if (encoding === undefined) {
    return plain(
      406,
      `Accept type ${accept} is not supported. Supported accept types are text/csv and application/json`,
    );
  }
  try {
    const rows = parseCsv(stripped(body), 'row');
    if (rows.columns !== predictor.features) {
      return plain(400, `row:1: ${rows.columns} values, but the model takes ${predictor.features} features`);
    }
    return {
      status: 200,
      mediaType: encoding.mediaType,
      body: encoding.encode(predictor.predict(rows), predictor.outputs),
    };
  } catch (error) {
    if (error instanceof CsvError) return plain(400, `Unable to evaluate payload provided: ${error.message}`);
    throw error;
  }
}

function stripped(body: Uint8Array): Uint8Array {
  let begin = 0;
  let end = body.length;
  while (begin < end && isWhite(body[begin])) begin++;
  while (end > begin && isWhite(body[end - 1])) end--;
  return body.subarray(begin, end);
}

function plain(status: number, body: string): Answer {
  return { status, mediaType: 'text/plain', body };
}
