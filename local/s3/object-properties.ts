import type { ObjectProperties, VersionRecord } from './records.ts';

const TEXTS = [
  'ContentType',
  'ContentEncoding',
  'ContentLanguage',
  'ContentDisposition',
  'CacheControl',
  'WebsiteRedirectLocation',
  'StorageClass',
  'ServerSideEncryption',
  'SSEKMSKeyId',
] as const;

type PropertyInput = { readonly [name in (typeof TEXTS)[number]]?: string | undefined } & {
  readonly Expires?: Date | undefined;
  readonly Metadata?: Readonly<Record<string, string>> | undefined;
};

/** What of an input describes the object. Metadata names are lower case, as they travel in headers. */
export function propertiesOf(input: PropertyInput): ObjectProperties {
  const texts = TEXTS.map((name) => [name, input[name]] as const).filter(([, value]) => value !== undefined);
  const metadata = Object.entries(input.Metadata ?? {}).map(([name, value]) => [name.toLowerCase(), value] as const);
  return {
    ...Object.fromEntries(texts),
    ...(input.Expires && { Expires: input.Expires.getTime() }),
    ...(metadata.length > 0 && { Metadata: Object.fromEntries(metadata) }),
  };
}

/** The members GetObject and HeadObject tell of a version, apart from its body. */
export function describedProperties({ properties, lock, tags }: VersionRecord) {
  const { Expires, StorageClass, ...rest } = properties;
  const tagCount = Object.keys(tags).length;
  return {
    ContentType: 'binary/octet-stream',
    ServerSideEncryption: 'AES256',
    Metadata: {},
    ...rest,
    ...(Expires !== undefined && { Expires: new Date(Expires) }),
    ...(StorageClass !== undefined && StorageClass !== 'STANDARD' && { StorageClass }),
    ...(tagCount > 0 && { TagCount: tagCount }),
    ...(lock.mode && { ObjectLockMode: lock.mode }),
    ...(lock.until !== undefined && { ObjectLockRetainUntilDate: new Date(lock.until) }),
    ...(lock.legalHold && { ObjectLockLegalHoldStatus: 'ON' }),
  };
}

/** The members every write answers about encryption. */
export function describedEncryption({ ServerSideEncryption = 'AES256', SSEKMSKeyId }: ObjectProperties) {
  return { ServerSideEncryption, ...(SSEKMSKeyId && { SSEKMSKeyId }) };
}
