/** What an execution left behind, read out of its data. */
export interface Made {
  /** Documents on S3 that its verdicts rest on, by what they are. */
  readonly evidence: Readonly<Record<string, string>>;
  /** The version a run registered, or a release or rollback is about. */
  readonly version?: { readonly number: number; readonly arn: string };
}

/** Where in the data the URIs of evidence are. */
const evidencePaths = {
  dataset: ['dataset', 'manifestUri'],
  data: ['validation', 'evidenceUri'],
  artifact: ['training', 'artifactUri'],
  evaluation: ['evaluation', 'uri'],
  gates: ['gates', 'evidenceUri'],
  report: ['gates', 'reportUri'],
  traffic: ['watch', 'evidenceUri'],
} as const;

export function madeBy(data: Readonly<Record<string, unknown>>): Made {
  const found = Object.entries(evidencePaths).flatMap(([what, path]) => {
    const uri = at(data, path);
    return typeof uri === 'string' ? [[what, uri] as const] : [];
  });
  const number =
    at(data, ['registration', 'version']) ?? at(data, ['plan', 'target', 'number']) ?? at(data, ['version', 'number']);
  const arn =
    at(data, ['registration', 'modelPackageArn']) ??
    at(data, ['plan', 'target', 'arn']) ??
    at(data, ['version', 'arn']);
  return {
    evidence: Object.fromEntries(found),
    ...(typeof number === 'number' && typeof arn === 'string' ? { version: { number, arn } } : {}),
  };
}

function at(data: unknown, [key, ...rest]: readonly string[]): unknown {
  if (key === undefined) return data;
  return typeof data === 'object' && data !== null ? at((data as Record<string, unknown>)[key], rest) : undefined;
}
