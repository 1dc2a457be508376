/** What is wrong in a manifest. `path` is dotted, as in `gates.0.metric`; the empty path is the whole file. */
export interface Problem {
  readonly path: string;
  readonly message: string;
}

/** A problem with the file it is in, as printed at build. */
export interface FileProblem extends Problem {
  readonly file: string;
}

export function problem(path: readonly PropertyKey[], message: string): Problem {
  return { path: path.map(String).join('.'), message };
}

/** `models/x/manifest.yaml: gates.0.metric: ...` */
export function printProblem({ file, path, message }: FileProblem): string {
  return path === '' ? `${file}: ${message}` : `${file}: ${path}: ${message}`;
}
