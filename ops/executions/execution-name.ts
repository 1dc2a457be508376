/** The parts of `<model>-<hash>-<generation>`, the name of a run, release or rollback. */
export interface ExecutionName {
  readonly model: string;
  readonly hash: string;
  readonly generation: number;
}

/** Undefined for a name that the product did not give. */
export function parseExecutionName(name: string): ExecutionName | undefined {
  const match = /^(.+)-([0-9a-f]{12})-(\d+)$/.exec(name);
  if (match === null) return undefined;
  const [, model = '', hash = '', generation] = match;
  return { model, hash, generation: Number(generation) };
}

/** The name of the next generation of the same business key. */
export function nextGeneration({ model, hash, generation }: ExecutionName): string {
  return `${model}-${hash}-${generation + 1}`;
}
