import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import * as z from 'zod';

const EndpointFile = z.object({ endpoint: z.url(), pid: z.int().positive() });

/** A live local AWS answers its clock well within this. */
const PATIENCE_MS = 2000;

/**
 * The endpoint of the local AWS of a folder, or of the nearest folder above it: `.andon/endpoint.json` says where, and is believed only while
 * its process lives and answers.
 */
export async function findLocalEndpoint(folder: string): Promise<string | undefined> {
  const said = nearestEndpointFile(folder);
  if (said === undefined || !isAlive(said.pid)) return undefined;
  try {
    const answer = await fetch(`${said.endpoint}/_local/clock`, { signal: AbortSignal.timeout(PATIENCE_MS) });
    return answer.ok ? said.endpoint : undefined;
  } catch {
    return undefined;
  }
}

function nearestEndpointFile(folder: string): z.infer<typeof EndpointFile> | undefined {
  try {
    // Half-written or foreign: as good as none.
    const parsed = EndpointFile.safeParse(JSON.parse(readFileSync(join(folder, '.andon', 'endpoint.json'), 'utf8')));
    if (parsed.success) return parsed.data;
  } catch {}
  const above = dirname(folder);
  return above === folder ? undefined : nearestEndpointFile(above);
}

/** Signal 0 only asks whether the process is there; EPERM says that it is, and somebody else's. */
function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
