import { existsSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { Store, StoreUnreadableError } from './store.ts';

const DATABASE = 'andon.sqlite';

/**
 * Opens the store of a folder: to go on with it, or to begin anew, which sets an older store aside as
 * `<directory>.<time>`. @throws StoreUnreadableError
 */
export function openFolder(directory: string, { resume }: { readonly resume: boolean }): Store {
  const exists = existsSync(join(directory, DATABASE));
  if (resume && !exists) {
    throw new StoreUnreadableError(`There is no store in ${directory} to go on with. Start without --resume.`);
  }
  if (!resume && exists) renameSync(directory, asideName(directory));
  return Store.open(directory);
}

function asideName(directory: string): string {
  const name = `${directory}.${new Date().toISOString().slice(0, 19).replaceAll(':', '-')}`;
  for (let attempt = 1; ; attempt++) {
    const candidate = attempt === 1 ? name : `${name}-${attempt}`;
    if (!existsSync(candidate)) return candidate;
  }
}
