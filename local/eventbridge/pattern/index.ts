/** The event pattern language by itself, for tests of patterns without a bus. */
export { compilePattern } from './compile.ts';
export type { EventPattern } from './event-pattern.ts';
export { PatternError } from './pattern-error.ts';
