import * as z from 'zod';
import { Version } from './serving.ts';

/** The version that small losses may not add up against: `anchorMargin` is judged against it. Only a person moves it. */
export const Anchor = z.object({
  /** null once it was cleared: then nothing is pinned. */
  version: Version.nullable(),
  at: z.string(),
  actor: z.string(),
  reason: z.string(),
});

export type Anchor = z.infer<typeof Anchor>;
