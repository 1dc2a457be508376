import { validation } from './errors.ts';

/** Cuts a page of at most `Limit` out of a list sorted by key; the token is the last key. */
export function pageOf<T>(
  all: readonly (readonly [key: string, value: T])[],
  { Limit = 100, NextToken }: { readonly Limit?: number | undefined; readonly NextToken?: string | undefined },
): { readonly items: T[]; readonly NextToken?: string } {
  if (Limit < 1) throw validation(`Limit must be at least 1, not ${Limit}.`);
  const after = NextToken === undefined ? '' : Buffer.from(NextToken, 'base64url').toString('utf8');
  const rest = all.filter(([key]) => key > after);
  const items = rest.slice(0, Limit);
  const last = items.at(-1)?.[0];
  const more = rest.length > Limit && last !== undefined;
  return {
    items: items.map(([, value]) => value),
    ...(more && { NextToken: Buffer.from(last).toString('base64url') }),
  };
}
