/** What travels between the service and a sandbox: a small JSON header and raw bytes. */
export interface Frame<Header> {
  readonly header: Header;
  readonly body: Uint8Array;
}

/** Service to sandbox: one invocation. */
export interface InvokeHeader {
  readonly requestId: string;
  readonly functionArn: string;
  /** Virtual ms since the epoch; what `Date` shows for the whole invocation. */
  readonly now: number;
  /** Real ms the invocation may take. */
  readonly timeoutMs: number;
}

/** Sandbox to service. `ready`: the handler is loaded; `log`: something was written; `fatal`: an error that ends it. */
export interface ReplyHeader {
  readonly type: 'ready' | 'log' | 'result' | 'error' | 'fatal';
}

const LENGTHS = 8;

/** Two 4-byte lengths, the header as JSON, the body. */
export function encodeFrame(header: object, body: Uint8Array = new Uint8Array()): Buffer {
  const json = Buffer.from(JSON.stringify(header));
  const lengths = Buffer.alloc(LENGTHS);
  lengths.writeUInt32BE(json.length, 0);
  lengths.writeUInt32BE(body.length, 4);
  return Buffer.concat([lengths, json, body]);
}

/** Returns a function that takes what arrived and gives the frames it completed. */
export function frameDecoder<Header>(): (chunk: Buffer) => Frame<Header>[] {
  let parts: Buffer[] = [];
  let held = 0;
  let wanted = LENGTHS;
  return (chunk) => {
    parts.push(chunk);
    held += chunk.length;
    const frames: Frame<Header>[] = [];
    while (held >= wanted) {
      const buffer = parts.length === 1 ? (parts[0] as Buffer) : Buffer.concat(parts);
      const headerEnd = LENGTHS + buffer.readUInt32BE(0);
      const end = headerEnd + buffer.readUInt32BE(4);
      parts = [buffer];
      wanted = end;
      if (held < end) break;
      const header = JSON.parse(buffer.toString('utf8', LENGTHS, headerEnd)) as Header;
      frames.push({ header, body: buffer.subarray(headerEnd, end) });
      parts = [buffer.subarray(end)];
      held -= end;
      wanted = LENGTHS;
    }
    return frames;
  };
}
