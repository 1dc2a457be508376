import catalogJson from '#catalog' with { type: 'json' };
import type { Catalog, CatalogEntry } from '#domain/manifest/schema.ts';
import { StageError } from './errors.ts';

/** The models this deployment was built with. */
export const catalog: Catalog = catalogJson as unknown as Catalog;

/** @throws StageError UnknownModelError */
export function catalogEntry(models: Catalog, model: string): CatalogEntry {
  const entry = models[model];
  if (entry !== undefined) return entry;
  const known = Object.keys(models).join(', ');
  throw new StageError(
    'UnknownModelError',
    `This deployment has no manifest for the model ${model}; it knows ${known}. Deploy it with models/${model}/manifest.yaml.`,
  );
}
