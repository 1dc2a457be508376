/** The media type of a header without its parameters, in lower case; '' when there is none. */
export function mediaType(header: string | undefined): string {
  return (header ?? '').split(';', 1)[0]!.trim().toLowerCase();
}

/** How predictions are written: those of each row, `outputs` of them, row after row. */
export interface Encoding {
  readonly mediaType: string;
  encode(predictions: Float32Array, outputs: number): string;
}

const asCsv: Encoding = {
  mediaType: 'text/csv',
  encode: (predictions, outputs) => scores(predictions, outputs).join('\n'),
};

const asJson: Encoding = {
  mediaType: 'application/json',
  encode(predictions, outputs) {
    return `{"predictions":[${scores(predictions, outputs)
      .map((score) => `{"score":${score}}`)
      .join(',')}]}`;
  },
};

/** A number a row, or `[0.1, 0.2, 0.7]`: Python's text of a list, which is what the image writes, is JSON too. */
function scores(predictions: Float32Array, outputs: number): string[] {
  if (outputs === 1) return Array.from(predictions, String);
  return Array.from({ length: predictions.length / outputs }, (_, row) => {
    return `[${Array.from(predictions.subarray(row * outputs, (row + 1) * outputs), String).join(', ')}]`;
  });
}

/** The first encoding an Accept header names; text/csv when it names none or anything will do. */
export function acceptedEncoding(header: string | undefined): Encoding | undefined {
  const wanted = (header ?? '')
    .split(',')
    .map(mediaType)
    .filter((type) => type !== '');
  if (wanted.length === 0) return asCsv;
  for (const type of wanted) {
    if (type === '*/*' || type === 'text/*' || type === asCsv.mediaType) return asCsv;
    if (type === 'application/*' || type === asJson.mediaType) return asJson;
  }
  return undefined;
}
