import { createHash } from 'node:crypto';
import type { Cloud } from '../cloud.ts';

/** Bytes of the log that `LogType: Tail` answers. */
const TAIL_BYTES = 4096;

/** The log stream of one sandbox, with the lines Lambda itself writes. */
export class InvocationLog {
  readonly stream: string;
  readonly #cloud: Cloud;
  readonly #group: string;
  #tail = '';

  constructor(cloud: Cloud, functionName: string, version: string) {
    this.#cloud = cloud;
    this.#group = `/aws/lambda/${functionName}`;
    const day = cloud.clock.date().toISOString().slice(0, 10).replaceAll('-', '/');
    this.stream = `${day}/[${version}]${createHash('md5').update(cloud.uuid()).digest('hex')}`;
  }

  /** What was printed; a trailing line break belongs to the print, not to the message. */
  print(text: string): void {
    const message = text.endsWith('\n') ? text.slice(0, -1) : text;
    if (message === '') return;
    this.#tail = `${this.#tail}${message}\n`.slice(-TAIL_BYTES);
    this.#cloud.log({ group: this.#group, stream: this.stream, message });
  }

  start(requestId: string, version: string): void {
    this.#tail = '';
    this.print(`START RequestId: ${requestId} Version: ${version}`);
  }

  report(requestId: string, figures: { durationMs: number; memoryMb: number; peakMb: number; initMs?: number }): void {
    const { durationMs, memoryMb, peakMb, initMs } = figures;
    this.print(`END RequestId: ${requestId}`);
    const parts = [
      `REPORT RequestId: ${requestId}`,
      `Duration: ${durationMs.toFixed(2)} ms`,
      `Billed Duration: ${Math.ceil(durationMs)} ms`,
      `Memory Size: ${memoryMb} MB`,
      `Max Memory Used: ${peakMb} MB`,
      ...(initMs === undefined ? [] : [`Init Duration: ${initMs.toFixed(2)} ms`]),
    ];
    this.print(parts.join('\t'));
  }

  /** Base64 of the last 4 KB since `start`. */
  tail(): string {
    return Buffer.from(this.#tail).toString('base64');
  }
}
