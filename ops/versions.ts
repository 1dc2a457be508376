import type { RegisteredVersion } from '../domain/ledger/registered-version.ts';
import type { CommandDeps } from './command-deps.ts';
import { OperatorError } from './operator-error.ts';

/** @throws OperatorError UNKNOWN_VERSION naming the versions there are */
export async function requireVersion(
  { registry }: Pick<CommandDeps, 'registry'>,
  model: string,
  number: number,
): Promise<RegisteredVersion> {
  const known: number[] = [];
  for await (const listed of registry.list(model)) {
    if (listed.number === number) {
      const version = await registry.describe(listed.arn);
      if (version !== undefined) return version;
    }
    known.push(listed.number);
  }
  const newest = known.slice(0, 10).join(', ');
  throw new OperatorError(
    'UNKNOWN_VERSION',
    `${model} has no version ${number}. ${newest === '' ? 'No version is registered yet.' : `The newest are ${newest}.`}`,
  );
}
