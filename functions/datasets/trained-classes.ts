import type { ObjectStore } from '#aws/object-store.ts';
import type { Label } from '#domain/manifest/schema.ts';
import { dataKeys } from '#domain/object-keys.ts';
import { Prepared } from '#statemachines/retrain.data.ts';

/** The classes of a label, in the order of their scores; none for a label of another kind. */
export function classesOf(label: Label): readonly string[] {
  return label.kind === 'multiclass' ? label.classes : [];
}

/** Why a version's scores are not those that the label asks for now, by what its run wrote when it was prepared. */
export async function otherClasses(
  label: Label,
  { model, run }: { model: string; run: string },
  data: ObjectStore,
): Promise<string | undefined> {
  const stored = await data.getJson(dataKeys.prepared(model, run));
  if (stored === undefined) return undefined;
  const { classes: trained = [] } = Prepared.parse(stored.value);
  const now = classesOf(label);
  if (trained.length === now.length && trained.every((name, index) => name === now[index])) return undefined;
  const named = (classes: readonly string[]) =>
    classes.length === 0 ? 'no classes' : `the classes ${classes.join(', ')}`;
  return `It was trained for ${named(trained)}; data.label has ${named(now)} now.`;
}
