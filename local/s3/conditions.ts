import { ServiceError } from '../cloud.ts';
import { noSuchKey, notImplementedHeader, preconditionFailed } from './errors.ts';
import type { VersionRecord } from './records.ts';

interface WriteConditions {
  readonly Key: string | undefined;
  readonly IfMatch?: string | undefined;
  readonly IfNoneMatch?: string | undefined;
}

interface ReadConditions {
  readonly IfMatch?: string | undefined;
  readonly IfNoneMatch?: string | undefined;
  readonly IfModifiedSince?: Date | undefined;
  readonly IfUnmodifiedSince?: Date | undefined;
}

/**
 * Conditional writes: If-None-Match takes only `*`, If-Match only an ETag, and not both (AWS recordings of 2026-02).
 * @throws ServiceError 412, 404 or 501
 */
export function checkWrite(input: WriteConditions, latest: VersionRecord | undefined): void {
  const { Key = '', IfMatch, IfNoneMatch } = input;
  if (IfMatch !== undefined && IfNoneMatch !== undefined) {
    throw notImplementedHeader('If-Match,If-None-Match', 'Multiple conditional request headers present in the request');
  }
  const current = latest?.marker ? undefined : latest;
  if (IfNoneMatch !== undefined) {
    if (IfNoneMatch !== '*') throw refusedValue('If-None-Match');
    if (current !== undefined) throw preconditionFailed('If-None-Match');
  }
  if (IfMatch !== undefined) {
    if (IfMatch === '*') throw refusedValue('If-Match');
    if (current === undefined) throw noSuchKey(Key);
    if (!sameTag(IfMatch, current.etag)) throw preconditionFailed('If-Match');
  }
}

/** Conditional deletes: If-Match takes an ETag or `*`. @throws ServiceError 412 */
export function checkDelete(ifMatch: string | undefined, latest: VersionRecord | undefined): void {
  if (ifMatch === undefined) return;
  const current = latest?.marker ? undefined : latest;
  if (current === undefined || (ifMatch !== '*' && !sameTag(ifMatch, current.etag)))
    throw preconditionFailed('If-Match');
}

/** Conditional reads by RFC 9110, 13.2.2: the tag conditions overrule the dates. @throws ServiceError 412 or 304 */
export function checkRead(input: ReadConditions, { etag, lastModified }: VersionRecord): void {
  const { IfMatch, IfNoneMatch, IfModifiedSince, IfUnmodifiedSince } = input;
  if (IfMatch !== undefined) {
    if (!anyTag(IfMatch, etag)) throw preconditionFailed('If-Match');
  } else if (IfUnmodifiedSince !== undefined && lastModified > IfUnmodifiedSince.getTime()) {
    throw preconditionFailed('If-Unmodified-Since');
  }
  if (IfNoneMatch !== undefined) {
    if (anyTag(IfNoneMatch, etag)) throw notModified();
  } else if (IfModifiedSince !== undefined && lastModified <= IfModifiedSince.getTime()) {
    throw notModified();
  }
}

function notModified(): ServiceError {
  return new ServiceError('NotModified', 'Not Modified', { status: 304 });
}

function refusedValue(header: string): ServiceError {
  return notImplementedHeader(header, `We don't accept the provided value of ${header} header for this API`);
}

function anyTag(list: string, etag: string): boolean {
  return list.trim() === '*' || list.split(',').some((tag) => sameTag(tag.trim(), etag));
}

export function sameTag(left: string, right: string): boolean {
  return left.replaceAll('"', '') === right.replaceAll('"', '');
}
