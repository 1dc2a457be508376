import { PatternError } from './pattern-error.ts';
import { wildcard } from './wildcard.ts';

export type TextTest = (value: string) => boolean;

/** Operators on text, usable alone and within anything-but. @throws PatternError */
export const textOperators: Readonly<Record<string, (operand: unknown) => TextTest>> = {
  prefix: (operand) => edge(operand, 'prefix', (value, text) => value.startsWith(text)),
  suffix: (operand) => edge(operand, 'suffix', (value, text) => value.endsWith(text)),
  'equals-ignore-case': (operand) => {
    const text = textOf(operand, 'equals-ignore-case').toLowerCase();
    return (value) => value.toLowerCase() === text;
  },
  wildcard: (operand) => wildcard(textOf(operand, 'wildcard')),
};

/** A prefix or suffix, as text or as `{"equals-ignore-case": text}`. */
function edge(operand: unknown, name: string, test: (value: string, text: string) => boolean): TextTest {
  if (typeof operand === 'object' && operand !== null && 'equals-ignore-case' in operand) {
    const text = textOf(operand['equals-ignore-case'], 'equals-ignore-case').toLowerCase();
    return (value) => test(value.toLowerCase(), text);
  }
  const text = textOf(operand, name);
  return (value) => test(value, text);
}

function textOf(operand: unknown, name: string): string {
  if (typeof operand === 'string') return operand;
  throw new PatternError(`${name} match pattern must be a string`);
}
