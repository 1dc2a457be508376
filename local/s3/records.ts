/** What an object's writer said about it, by the members of PutObject. */
export interface ObjectProperties {
  readonly ContentType?: string;
  readonly ContentEncoding?: string;
  readonly ContentLanguage?: string;
  readonly ContentDisposition?: string;
  readonly CacheControl?: string;
  /** ms since the epoch */
  readonly Expires?: number;
  readonly WebsiteRedirectLocation?: string;
  readonly StorageClass?: string;
  readonly ServerSideEncryption?: string;
  readonly SSEKMSKeyId?: string;
  readonly Metadata?: Readonly<Record<string, string>>;
}

export interface ObjectLock {
  readonly mode?: 'GOVERNANCE' | 'COMPLIANCE';
  /** Virtual ms since the epoch. */
  readonly until?: number;
  readonly legalHold?: boolean;
}

export interface StoredChecksum {
  /** Name without prefix: CRC32, CRC64NVME, SHA256, ... */
  readonly algorithm: string;
  readonly value: string;
  readonly type: 'FULL_OBJECT' | 'COMPOSITE';
}

/** One version of an object, or a delete marker. */
export interface VersionRecord {
  /** Total order of all writes of this store; newer is greater. */
  readonly sequence: number;
  readonly bucket: string;
  readonly key: string;
  /** `null` when written without versioning. */
  readonly versionId: string;
  readonly marker: boolean;
  /** Virtual ms since the epoch, whole seconds as on AWS. */
  readonly lastModified: number;
  readonly size: number;
  /** In quotes. */
  readonly etag: string;
  /** Name of the body in the store; empty for a delete marker. */
  readonly blob: string;
  readonly properties: ObjectProperties;
  readonly tags: Readonly<Record<string, string>>;
  readonly lock: ObjectLock;
  readonly checksum?: StoredChecksum;
  /** Sizes of the parts of a multipart upload. */
  readonly partSizes?: readonly number[];
}

export interface BucketRecord {
  readonly name: string;
  readonly created: number;
  readonly versioning?: 'Enabled' | 'Suspended';
  readonly objectLock?: {
    readonly Rule?: {
      readonly DefaultRetention?: {
        readonly Mode?: ObjectLock['mode'];
        readonly Days?: number;
        readonly Years?: number;
      };
    };
  };
  readonly eventBridge: boolean;
  /** Configurations that are kept and returned, by their name in the API. */
  readonly configuration: Readonly<Record<string, unknown>>;
}

export interface PartRecord {
  readonly number: number;
  readonly size: number;
  readonly etag: string;
  readonly blob: string;
  readonly lastModified: number;
  readonly checksum?: string;
}

export interface UploadRecord {
  readonly id: string;
  readonly bucket: string;
  readonly key: string;
  readonly initiated: number;
  readonly properties: ObjectProperties;
  readonly tags: Readonly<Record<string, string>>;
  readonly lock: ObjectLock;
  readonly algorithm?: string;
  readonly checksumType?: 'FULL_OBJECT' | 'COMPOSITE';
  readonly parts: Readonly<Record<number, PartRecord>>;
}
