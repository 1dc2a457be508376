/** What tells an object from what is stored under its key later: its version, or its ETag where the bucket keeps none. */
export function versionOf(object: {
  readonly versionId?: string | undefined;
  readonly etag?: string | undefined;
}): string {
  const { versionId, etag = '' } = object;
  return versionId === undefined || versionId === 'null' ? etag : versionId;
}
