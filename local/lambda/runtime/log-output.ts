import { format } from 'node:util';

/** Hands everything written to stdout, stderr and the console to `write`, console lines prefixed as Lambda does. */
export function captureOutput(write: (text: string) => void, requestId: () => string): void {
  const stream = (chunk: string | Uint8Array, encoding?: unknown, done?: unknown): boolean => {
    write(typeof chunk === 'string' ? chunk : Buffer.from(chunk).toString('utf8'));
    const callback = typeof encoding === 'function' ? encoding : done;
    if (typeof callback === 'function') process.nextTick(callback as () => void);
    return true;
  };
  process.stdout.write = stream;
  process.stderr.write = stream;
  const levels = { log: 'INFO', info: 'INFO', debug: 'DEBUG', trace: 'TRACE', warn: 'WARN', error: 'ERROR' } as const;
  for (const [method, level] of Object.entries(levels)) {
    const print = (...values: unknown[]) =>
      write(`${new Date().toISOString()}\t${requestId()}\t${level}\t${format(...values)}`);
    Object.assign(console, { [method]: print });
  }
}
