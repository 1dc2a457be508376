import * as z from 'zod';

/** What a gate is called in evidence, and by a stage that tightens it. */
export const GateName = z.string().regex(/^[a-z][a-z0-9-]{0,62}$/);
