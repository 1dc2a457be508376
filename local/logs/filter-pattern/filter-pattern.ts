import { ServiceError } from '../../cloud.ts';
import { parseJsonFilter } from './json-filter.ts';

export type MessageFilter = (message: string) => boolean;

/**
 * Reads a CloudWatch Logs filter pattern: terms that must all be there, "phrases", -terms that must not, ?terms of which
 * one suffices, %regular expressions%, and { $.json = conditions }. The pattern of space-delimited fields is refused.
 * @throws ServiceError InvalidParameterException
 */
export function parseFilterPattern(pattern: string): MessageFilter {
  const text = pattern.trim();
  if (text === '') return () => true;
  if (text.startsWith('[')) {
    throw invalidPattern(pattern, 'the embedded AWS does not read patterns of space-delimited fields');
  }
  if (text.startsWith('{')) return parseJsonFilter(text);
  return parseTerms(text);
}

const TERM = /\s*([-?]?)(?:"((?:[^"\\]|\\.)*)"|%([^%]*)%|(\S+))/y;

function parseTerms(pattern: string): MessageFilter {
  const wanted: MessageFilter[] = [];
  const unwanted: MessageFilter[] = [];
  const optional: MessageFilter[] = [];
  TERM.lastIndex = 0;
  while (TERM.lastIndex < pattern.length) {
    const [, sign, phrase, expression, word] = TERM.exec(pattern) ?? [];
    if (phrase === undefined && expression === undefined && word === undefined) {
      throw invalidPattern(pattern, 'a quote is not closed');
    }
    const matches =
      expression === undefined ? contains((phrase ?? word ?? '').replaceAll('\\"', '"')) : regular(expression);
    (sign === '-' ? unwanted : sign === '?' ? optional : wanted).push(matches);
  }
  return (message) =>
    wanted.every((matches) => matches(message)) &&
    !unwanted.some((matches) => matches(message)) &&
    (optional.length === 0 || wanted.length > 0 || optional.some((matches) => matches(message)));
}

function contains(term: string): MessageFilter {
  return (message) => message.includes(term);
}

function regular(source: string): MessageFilter {
  try {
    const expression = new RegExp(source);
    return (message) => expression.test(message);
  } catch (error) {
    throw invalidPattern(source, String(error));
  }
}

function invalidPattern(pattern: string, why: string): ServiceError {
  return new ServiceError('InvalidParameterException', `Invalid filter pattern ${pattern}: ${why}.`);
}
