import { strToU8, zipSync } from 'fflate';

/** A deployment package from file names and sources. */
export function functionZip(files: Readonly<Record<string, string>>): Uint8Array {
  return zipSync(Object.fromEntries(Object.entries(files).map(([name, source]) => [name, strToU8(source)])));
}
