import type { Problem } from '../problem.ts';
import type { Manifest } from '../schema.ts';

/** What a manifest is read with. */
export interface Surroundings {
  /** Path of the manifest, as it is to be named in messages. */
  readonly file: string;
  readonly stage: string;
  /** Text of the `prepare` file; undefined when there is no such file. */
  readonly prepareSql: string | undefined;
  /** Name of the folder the manifest is in. */
  readonly folder: string;
}

/** A rule that the shape alone cannot express. */
export type Rule = (manifest: Manifest, surroundings: Surroundings) => Problem[];
