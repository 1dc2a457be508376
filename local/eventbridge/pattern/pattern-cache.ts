import { compilePattern } from './compile.ts';
import type { EventPattern } from './event-pattern.ts';
import { PatternError } from './pattern-error.ts';

/** Longest pattern of a rule, in characters. Source: the API's PutRule. */
const MAX_CHARACTERS = 4_096;

const compiled = new Map<string, EventPattern>();

/** A pattern's text compiled, once. @throws PatternError */
export function readPattern(text: string): EventPattern {
  const known = compiled.get(text);
  if (known !== undefined) return known;
  if (text.length > MAX_CHARACTERS) throw new PatternError(`It is longer than ${MAX_CHARACTERS} characters`);
  const pattern = compilePattern(parse(text));
  compiled.set(text, pattern);
  return pattern;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new PatternError((error as Error).message);
  }
}
