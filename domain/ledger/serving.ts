import * as z from 'zod';

/** A registered version: a ModelPackage. */
export const Version = z.object({ number: z.int().positive(), arn: z.string() });

/** What serves, or served: a version behind an endpoint config of an epoch. */
export const Serving = z.object({ version: Version, configName: z.string(), epoch: z.int() });

export type Version = z.infer<typeof Version>;
export type Serving = z.infer<typeof Serving>;
