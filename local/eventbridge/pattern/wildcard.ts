import { PatternError } from './pattern-error.ts';

/** `*` stands for any characters; `\*` and `\\` stand for themselves. @throws PatternError */
export function wildcard(text: string): (value: string) => boolean {
  const parts: string[] = [''];
  for (let n = 0; n < text.length; n++) {
    const character = text.charAt(n);
    if (character === '*') {
      if (text.charAt(n + 1) === '*') throw new PatternError(`Consecutive wildcard characters at pos ${n}`);
      parts.push('');
    } else if (character === '\\') {
      const escaped = text.charAt(++n);
      if (escaped !== '*' && escaped !== '\\') throw new PatternError(`Invalid escape character at pos ${n - 1}`);
      parts[parts.length - 1] += escaped;
    } else parts[parts.length - 1] += character;
  }
  return (value) => fits(value, parts);
}

/** Whether the parts occur in order, the first at the start and the last at the end. Linear: the leftmost fit is best. */
function fits(value: string, parts: readonly string[]): boolean {
  const first = parts[0] ?? '';
  if (parts.length === 1) return value === first;
  const last = parts.at(-1) ?? '';
  if (!value.startsWith(first) || !value.endsWith(last) || value.length < first.length + last.length) return false;
  let from = first.length;
  const end = value.length - last.length;
  for (const part of parts.slice(1, -1)) {
    const at = value.indexOf(part, from);
    if (at < 0 || at + part.length > end) return false;
    from = at + part.length;
  }
  return from <= end;
}
