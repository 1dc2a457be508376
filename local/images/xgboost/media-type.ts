/** The media type of a header without its parameters, in lower case; '' when there is none. */
export function mediaType(header: string | undefined): string {
  return (header ?? '').split(';', 1)[0]!.trim().toLowerCase();
}

/** How predictions are written. */
export interface Encoding {
  readonly mediaType: string;
  encode(predictions: Float32Array): string;
}

const asCsv: Encoding = {
  mediaType: 'text/csv',
  encode: (predictions) => Array.from(predictions, String).join('\n'),
};

const asJson: Encoding = {
  mediaType: 'application/json',
  encode: (predictions) => `{"predictions":[${Array.from(predictions, (score) => `{"score":${score}}`).join(',')}]}`,
};

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
