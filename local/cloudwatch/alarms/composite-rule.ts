import { ServiceError } from '../../cloud.ts';
import type { AlarmState } from './evaluate-alarm.ts';

/** The state of an alarm by name; undefined when there is none. */
export type StateOf = (alarm: string) => AlarmState | undefined;

export interface CompositeRule {
  /** Names of the alarms the rule looks at. */
  readonly alarms: readonly string[];
  holds(stateOf: StateOf): boolean;
}

type Node = (stateOf: StateOf) => boolean;

const TOKEN = /\s*([()]|"[^"]*"|[^\s()"]+)/y;
const STATES: readonly string[] = ['ALARM', 'OK', 'INSUFFICIENT_DATA'];

/** Reads an AlarmRule: ALARM(name), OK(name), INSUFFICIENT_DATA(name), TRUE, FALSE, AND, OR, NOT. @throws ServiceError */
export function parseCompositeRule(text: string): CompositeRule {
  const tokens = tokenize(text);
  const alarms: string[] = [];
  let position = 0;
  const expect = (token: string) => {
    if (tokens[position++] !== token) throw invalid(text, `${token} is missing`);
  };

  const either = (): Node => {
    let left = both();
    while (tokens[position] === 'OR') {
      position++;
      const [first, second] = [left, both()];
      left = (stateOf) => first(stateOf) || second(stateOf);
    }
    return left;
  };
  const both = (): Node => {
    let left = single();
    while (tokens[position] === 'AND') {
      position++;
      const [first, second] = [left, single()];
      left = (stateOf) => first(stateOf) && second(stateOf);
    }
    return left;
  };
  const single = (): Node => {
    const token = tokens[position++];
    if (token === 'NOT') {
      const operand = single();
      return (stateOf) => !operand(stateOf);
    }
    if (token === '(') {
      const inner = either();
      expect(')');
      return inner;
    }
    if (token === 'TRUE' || token === 'FALSE') return () => token === 'TRUE';
    if (token === undefined || !STATES.includes(token)) throw invalid(text, `${token ?? 'its end'} is unexpected`);
    expect('(');
    const alarm = alarmName(tokens[position++] ?? '');
    alarms.push(alarm);
    expect(')');
    return (stateOf) => stateOf(alarm) === token;
  };

  const root = either();
  if (position < tokens.length) throw invalid(text, `${tokens[position]} is unexpected`);
  return { alarms, holds: root };
}

function tokenize(text: string): string[] {
  TOKEN.lastIndex = 0;
  const tokens: string[] = [];
  while (TOKEN.lastIndex < text.trimEnd().length) tokens.push(TOKEN.exec(text)?.[1] ?? '');
  return tokens;
}

/** A rule names alarms plainly, quoted, or by ARN. */
function alarmName(token: string): string {
  const plain = token.replaceAll('"', '');
  return plain.startsWith('arn:') ? plain.split(':').slice(6).join(':') : plain;
}

function invalid(rule: string, why: string): ServiceError {
  return new ServiceError('ValidationError', `AlarmRule ${rule} cannot be read: ${why}.`);
}
