import { StateError } from '../state-error.ts';
import { textField } from '../typed-field.ts';
import type { Visit } from '../visit.ts';

/** Always fails. Its error passes Retry and Catch of the states around it like any other. */
export async function fail(visit: Visit): Promise<void> {
  const error = await textField(visit, 'Error');
  const cause = await textField(visit, 'Cause');
  throw new StateError({ error: error ?? '', cause });
}
