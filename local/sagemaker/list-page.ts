import { validationError } from './validation.ts';

/** What every list operation of SageMaker may filter and sort by. Times are virtual ms since the epoch. */
export interface Listed {
  readonly name: string;
  readonly arn: string;
  readonly createdAt: number;
  readonly modifiedAt?: number;
  readonly status?: string;
}

/** The members the list operations have in common; each models a subset. */
export interface ListRequest {
  readonly NextToken?: string | undefined;
  readonly MaxResults?: number | undefined;
  readonly NameContains?: string | undefined;
  readonly StatusEquals?: string | undefined;
  readonly CreationTimeAfter?: Date | undefined;
  readonly CreationTimeBefore?: Date | undefined;
  readonly LastModifiedTimeAfter?: Date | undefined;
  readonly LastModifiedTimeBefore?: Date | undefined;
  readonly SortBy?: string | undefined;
  readonly SortOrder?: string | undefined;
}

export interface ListDefaults {
  readonly sortOrder: 'Ascending' | 'Descending';
  readonly pageSize?: number;
}

type Position = readonly [key: string | number, arn: string];

/**
 * One page of resources. The token names the last item given out, so items that come or go between two pages neither
 * repeat nor hide others.
 * @throws ValidationException for a token that is none, or a page size outside 1 to 100
 */
export function listPage<T extends Listed>(
  items: readonly T[],
  request: ListRequest,
  { sortOrder, pageSize = 10 }: ListDefaults,
): { page: T[]; NextToken?: string } {
  const size = request.MaxResults ?? pageSize;
  if (size < 1 || size > 100) throw validationError(`MaxResults must be between 1 and 100, not ${size}.`);
  const direction = (request.SortOrder ?? sortOrder) === 'Ascending' ? 1 : -1;
  const sorted = items
    .filter((item) => matches(item, request))
    .map((item) => ({ item, position: positionOf(item, request.SortBy) }))
    .sort((left, right) => direction * compare(left.position, right.position));
  const after = request.NextToken === undefined ? undefined : readToken(request.NextToken);
  const rest = after === undefined ? sorted : sorted.filter(({ position }) => direction * compare(position, after) > 0);
  const page = rest.slice(0, size);
  const last = page.at(-1);
  return {
    page: page.map(({ item }) => item),
    ...(rest.length > size && last !== undefined ? { NextToken: writeToken(last.position) } : {}),
  };
}

function matches(item: Listed, request: ListRequest): boolean {
  const modifiedAt = item.modifiedAt ?? item.createdAt;
  return (
    (request.NameContains === undefined || item.name.includes(request.NameContains)) &&
    (request.StatusEquals === undefined || item.status === request.StatusEquals) &&
    (request.CreationTimeAfter === undefined || item.createdAt > request.CreationTimeAfter.getTime()) &&
    (request.CreationTimeBefore === undefined || item.createdAt < request.CreationTimeBefore.getTime()) &&
    (request.LastModifiedTimeAfter === undefined || modifiedAt > request.LastModifiedTimeAfter.getTime()) &&
    (request.LastModifiedTimeBefore === undefined || modifiedAt < request.LastModifiedTimeBefore.getTime())
  );
}

function positionOf(item: Listed, sortBy = 'CreationTime'): Position {
  if (sortBy === 'Name') return [item.name, item.arn];
  if (sortBy === 'Status') return [item.status ?? '', item.arn];
  return [item.createdAt, item.arn];
}

function compare(left: Position, right: Position): number {
  if (left[0] !== right[0]) return left[0] < right[0] ? -1 : 1;
  if (left[1] !== right[1]) return left[1] < right[1] ? -1 : 1;
  return 0;
}

function writeToken(position: Position): string {
  return Buffer.from(JSON.stringify(position)).toString('base64url');
}

function readToken(token: string): Position {
  try {
    const [key, arn] = JSON.parse(Buffer.from(token, 'base64url').toString()) as unknown[];
    if ((typeof key === 'string' || typeof key === 'number') && typeof arn === 'string') return [key, arn];
  } catch {
    // Answered below, as any other token that is none.
  }
  throw validationError('Invalid pagination token.');
}
