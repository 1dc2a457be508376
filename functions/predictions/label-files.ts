import type { ListedObject, ObjectStore } from '#aws/object-store.ts';
import { dataKeys } from '#domain/object-keys.ts';
import { labelsOfReign } from '#domain/quality/label-listing.ts';
import type { Reading } from '#domain/quality/newest-files.ts';

/** So much of labels is read at most for one judgement; what is older is left out, and counted. */
const LIMITS = { files: 5000, bytes: 500_000_000 };

/** The label files that can be of a reign's predictions: those that landed from its beginning on. */
export async function labelFiles(
  { model, from }: { readonly model: string; readonly from: Date },
  data: Pick<ObjectStore, 'list'>,
): Promise<Reading<ListedObject>> {
  return labelsOfReign(await Array.fromAsync(data.list(dataKeys.labels(model))), from, LIMITS);
}
