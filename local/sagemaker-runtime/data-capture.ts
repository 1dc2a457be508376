import type { DataCaptureConfig } from '@aws-sdk/client-sagemaker';
import type { Cloud } from '../cloud.ts';
import { captureLine, type Exchange } from './capture-record.ts';

const TOPIC = 'sagemaker-runtime.capture';
const MINUTE_MS = 60_000;
/** A file is closed early when it grows beyond this. */
const FILE_BYTES = 4_000_000;

/** Where a captured exchange comes from. */
export interface CaptureSource {
  readonly endpoint: string;
  readonly variant: string;
  readonly config: DataCaptureConfig;
}

interface OpenFile {
  readonly source: CaptureSource;
  /** Virtual time of its first line. */
  readonly since: number;
  readonly lines: string[];
  bytes: number;
}

/**
 * Writes captured exchanges as JSON lines under the configuration's S3 prefix, one file per variant and virtual minute.
 * What is captured but not yet written dies with the process, as on an instance.
 */
export class DataCapture {
  readonly #cloud: Cloud;
  readonly #open = new Map<string, OpenFile>();

  constructor(cloud: Cloud) {
    this.#cloud = cloud;
    cloud.clock.on(TOPIC, (key) => this.#write(String(key)));
  }

  /** Whether the next request is in the sample. */
  samples({ EnableCapture = true, InitialSamplingPercentage = 0 }: DataCaptureConfig): boolean {
    return EnableCapture && this.#cloud.random() * 100 < InitialSamplingPercentage;
  }

  add(source: CaptureSource, exchange: Exchange): void {
    const { endpoint, variant, config } = source;
    const key = `${endpoint}/${variant}/${config.DestinationS3Uri}`;
    const file = this.#open.get(key) ?? this.#begin(key, source, exchange.at);
    const line = captureLine(exchange, config);
    file.lines.push(line);
    file.bytes += line.length;
    if (file.bytes >= FILE_BYTES) void this.#cloud.clock.holding('captured data is written', () => this.#write(key));
  }

  /** Writes what is open. */
  async close(): Promise<void> {
    await Promise.all([...this.#open.keys()].map((key) => this.#write(key)));
  }

  #begin(key: string, source: CaptureSource, at: number): OpenFile {
    const file: OpenFile = { source, since: at, lines: [], bytes: 0 };
    this.#open.set(key, file);
    // In the background: captured data never makes time jump.
    const due = (Math.floor(at / MINUTE_MS) + 1) * MINUTE_MS;
    this.#cloud.clock.schedule({ id: `${TOPIC}/${key}`, at: due, topic: TOPIC, data: key, background: true });
    return file;
  }

  async #write(key: string): Promise<void> {
    const file = this.#open.get(key);
    if (file === undefined) return;
    this.#open.delete(key);
    const { source } = file;
    try {
      const { bucket, key: Key } = address(file, this.#cloud.uuid());
      const Body = Buffer.from(`${file.lines.join('\n')}\n`);
      await this.#cloud.call('s3', 'PutObject', { Bucket: bucket, Key, Body, ContentType: 'application/jsonlines' });
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error);
      this.#cloud.log({
        group: `/aws/sagemaker/Endpoints/${source.endpoint}`,
        stream: `${source.variant}/data-log`,
        message: `Data capture lost ${file.lines.length} records: ${source.config.DestinationS3Uri} cannot be written: ${why}`,
      });
    }
  }
}

/** {prefix}/{endpoint}/{variant}/yyyy/mm/dd/hh/mm-ss-ms-{uuid}.jsonl by the time of the first line. */
function address({ source, since }: OpenFile, id: string): { bucket: string; key: string } {
  const { bucket = '', prefix = '' } =
    /^s3:\/\/(?<bucket>[^/]+)\/?(?<prefix>.*?)\/?$/.exec(source.config.DestinationS3Uri ?? '')?.groups ?? {};
  const [, year, month, day, hour, minute, second, ms] =
    /^(\d+)-(\d+)-(\d+)T(\d+):(\d+):(\d+)\.(\d+)Z$/.exec(new Date(since).toISOString()) ?? [];
  const folders = [...(prefix === '' ? [] : [prefix]), source.endpoint, source.variant, year, month, day, hour];
  return { bucket, key: `${folders.join('/')}/${minute}-${second}-${ms}-${id}.jsonl` };
}
