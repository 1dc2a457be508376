import * as z from 'zod';

/** enforce: may stop the line. observe: measured and shown, never decides. */
export const Mode = z.enum(['enforce', 'observe']).default('enforce');

/** 0 to 1. */
export const Share = z.number().min(0).max(1);
