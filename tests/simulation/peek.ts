import type { GetObjectOutput, ListObjectsV2Output } from '@aws-sdk/client-s3';
import { type Cloud, ServiceError } from '../../local/cloud.ts';

/** Reads a bucket past clients, clock and faults. */
export class Peek {
  readonly #cloud: Cloud;
  readonly #bucket: string;

  constructor(cloud: Cloud, bucket: string) {
    this.#cloud = cloud;
    this.#bucket = bucket;
  }

  async json<T>(key: string): Promise<T | undefined> {
    try {
      const { Body } = (await this.#cloud.call('s3', 'GetObject', {
        Bucket: this.#bucket,
        Key: key,
      })) as GetObjectOutput;
      return JSON.parse(Buffer.from(Body as unknown as Uint8Array).toString()) as T;
    } catch (error) {
      if (error instanceof ServiceError && error.code === 'NoSuchKey') return undefined;
      throw error;
    }
  }

  async keys(Prefix: string): Promise<string[]> {
    const listed = await this.#cloud.call('s3', 'ListObjectsV2', { Bucket: this.#bucket, Prefix });
    return ((listed as ListObjectsV2Output).Contents ?? []).map(({ Key = '' }) => Key);
  }
}
