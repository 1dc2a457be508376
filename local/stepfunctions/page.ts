import { ServiceError } from '../cloud.ts';

/** A slice of a list and the token of the next one. */
export interface ListPage<T> {
  readonly items: T[];
  readonly nextToken?: string;
}

/** Cuts a page out of a list. @throws ServiceError InvalidToken */
export function pageOf<T>(all: readonly T[], { maxResults, nextToken }: PageRequest): ListPage<T> {
  const offset = nextToken === undefined ? 0 : readOffset(nextToken);
  const limit = maxResults || 100;
  const items = all.slice(offset, offset + limit);
  return offset + limit < all.length ? { items, nextToken: writeOffset(offset + limit) } : { items };
}

export interface PageRequest {
  readonly maxResults?: number | undefined;
  readonly nextToken?: string | undefined;
}

export function writeOffset(offset: number): string {
  return Buffer.from(`offset:${offset}`).toString('base64url');
}

export function readOffset(token: string): number {
  const [, digits] = /^offset:(\d+)$/.exec(Buffer.from(token, 'base64url').toString('utf8')) ?? [];
  if (digits === undefined) throw new ServiceError('InvalidToken', `Invalid Token: '${token}'`);
  return Number(digits);
}
