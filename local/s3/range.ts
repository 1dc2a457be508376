import { ServiceError } from '../cloud.ts';
import type { VersionRecord } from './records.ts';

/** Half open: `end` is the byte after the last. */
export interface ByteRange {
  readonly start: number;
  readonly end: number;
}

/**
 * Reads `bytes=first-last`, `bytes=first-` or `bytes=-count`. What is no single byte range is ignored, as RFC 9110 asks.
 * @throws ServiceError InvalidRange (416) when it lies outside of the object
 */
export function readRange(header: string, size: number): ByteRange | undefined {
  const match = /^bytes=(\d*)-(\d*)$/.exec(header.trim());
  if (match === null) return undefined;
  const [, first = '', last = ''] = match;
  if (first === '' && last === '') return undefined;
  if (first !== '' && last !== '' && Number(last) < Number(first)) return undefined;
  const start = first === '' ? Math.max(0, size - Number(last)) : Number(first);
  const end = first === '' || last === '' ? size : Math.min(size, Number(last) + 1);
  if (start >= size || end <= start) throw unsatisfiable({ RangeRequested: header, ActualObjectSize: size });
  return { start, end };
}

/** The bytes of one part of a multipart upload; an object put at once is its own part 1. @throws ServiceError */
export function partRange({ partSizes, size }: VersionRecord, part: number): ByteRange | undefined {
  const sizes = partSizes ?? [size];
  const own = sizes[part - 1];
  if (own === undefined) {
    throw new ServiceError('InvalidPartNumber', 'The requested partnumber is not satisfiable', {
      status: 416,
      members: { PartNumberRequested: part, ActualPartCount: sizes.length },
    });
  }
  if (partSizes === undefined) return undefined;
  const start = sizes.slice(0, part - 1).reduce((sum, next) => sum + next, 0);
  return { start, end: start + own };
}

function unsatisfiable(members: Record<string, unknown>): ServiceError {
  return new ServiceError('InvalidRange', 'The requested range is not satisfiable', { status: 416, members });
}
