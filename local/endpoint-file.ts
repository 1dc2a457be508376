import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Says which process serves a folder, and where. */
export interface EndpointFile {
  readonly endpoint: string;
  readonly pid: number;
}

const NAME = 'endpoint.json';

export function writeEndpointFile(directory: string, content: EndpointFile): void {
  const draft = join(directory, `${NAME}.${content.pid}`);
  writeFileSync(draft, JSON.stringify(content));
  renameSync(draft, join(directory, NAME));
}

export function removeEndpointFile(directory: string): void {
  rmSync(join(directory, NAME), { force: true });
}

/** The embedded AWS that lives on a folder now; undefined when none does, a dead one's file notwithstanding. */
export async function findLiving(directory: string): Promise<EndpointFile | undefined> {
  const file = readEndpointFile(directory);
  if (file === undefined) return undefined;
  try {
    const response = await fetch(`${file.endpoint}/_local/health`, { signal: AbortSignal.timeout(2_000) });
    const { pid } = (await response.json()) as { pid?: unknown };
    // Another embedded AWS may have taken the port since.
    return pid === file.pid ? file : undefined;
  } catch {
    return undefined;
  }
}

function readEndpointFile(directory: string): EndpointFile | undefined {
  try {
    const { endpoint, pid } = JSON.parse(readFileSync(join(directory, NAME), 'utf8')) as Partial<EndpointFile>;
    return typeof endpoint === 'string' && typeof pid === 'number' ? { endpoint, pid } : undefined;
  } catch {
    return undefined;
  }
}
