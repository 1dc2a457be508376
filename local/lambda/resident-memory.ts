import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';

/** Resident memory of a process in MB, now and at its peak; undefined when it is gone or cannot be read. */
export interface ResidentMemory {
  readonly now: number;
  readonly peak: number;
}

/** From /proc where there is one. */
export function readResidentMemory(pid: number): ResidentMemory | undefined {
  try {
    const status = readFileSync(`/proc/${pid}/status`, 'latin1');
    const megabytes = (name: string) => Number(new RegExp(`^${name}:\\s+(\\d+) kB`, 'm').exec(status)?.[1] ?? 0) / 1024;
    return { now: megabytes('VmRSS'), peak: megabytes('VmHWM') };
  } catch {
    return undefined;
  }
}

/** Looks again and again, every 100 ms from /proc and every second by `ps`, until the returned function is called. */
export function watchResidentMemory(pid: number, seen: (megabytes: number) => void): () => void {
  if (process.platform === 'linux') {
    const timer = setInterval(() => {
      const memory = readResidentMemory(pid);
      if (memory !== undefined) seen(memory.now);
    }, 100);
    return () => clearInterval(timer);
  }
  const timer = setInterval(() => {
    execFile('ps', ['-o', 'rss=', '-p', String(pid)], (error, output) => {
      if (error === null) seen(Number(output) / 1024);
    });
  }, 1000);
  return () => clearInterval(timer);
}
