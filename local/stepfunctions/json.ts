import type { Json } from '../clock/clock.ts';

export type { Json };

/** A JSON object as the interpreter carries it. */
export type JsonObject = { readonly [key: string]: Json | undefined };

export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Bytes of a text in UTF-8: the unit of every Step Functions payload limit. */
export function bytesOf(text: string): number {
  return Buffer.byteLength(text, 'utf8');
}

/** Largest payload of an execution, a state or a task: 256 KiB. Source: Step Functions service quotas. */
export const MAX_PAYLOAD_BYTES = 262_144;
