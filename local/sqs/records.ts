import type { MessageAttributeValue } from '@aws-sdk/client-sqs';

export interface QueueRecord {
  readonly name: string;
  /** Virtual ms since the epoch. */
  readonly created: number;
  readonly modified: number;
  /** As set, by their names in the API; defaults are not stored. */
  readonly attributes: Readonly<Record<string, string>>;
  readonly tags: Readonly<Record<string, string>>;
}

/** A message attribute with its bytes in base64. */
export interface StoredAttribute {
  readonly DataType: string;
  readonly StringValue?: string;
  readonly BinaryValue?: string;
}

export interface MessageRecord {
  readonly id: string;
  /** Place among all messages of its queue; also its key in the store. */
  readonly key: string;
  readonly body: string;
  readonly attributes: Readonly<Record<string, StoredAttribute>>;
  readonly sender: string;
  /** Virtual ms since the epoch. */
  readonly sent: number;
  /** From when on it may be received: delayed when sent, hidden when received. */
  readonly visibleAt: number;
  readonly receiveCount: number;
  readonly firstReceived?: number;
  /** Handle of the newest receipt. */
  readonly receipt?: string;
}

export function storeAttributes(given: Record<string, MessageAttributeValue> = {}): MessageRecord['attributes'] {
  const entries = Object.entries(given).map(([name, { DataType = 'String', StringValue, BinaryValue }]) => {
    const bytes = BinaryValue && { BinaryValue: Buffer.from(BinaryValue).toString('base64') };
    return [name, { DataType, ...(StringValue !== undefined && { StringValue }), ...bytes }] as const;
  });
  return Object.fromEntries(entries);
}

export function answerAttributes(stored: MessageRecord['attributes']): Record<string, MessageAttributeValue> {
  const entries = Object.entries(stored).map(([name, { BinaryValue, ...rest }]) => {
    return [name, { ...rest, ...(BinaryValue && { BinaryValue: Buffer.from(BinaryValue, 'base64') }) }] as const;
  });
  return Object.fromEntries(entries);
}
