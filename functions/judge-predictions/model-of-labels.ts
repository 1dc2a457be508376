import type { Catalog } from '#domain/manifest/schema.ts';
import type { ParsedEvent } from '#events/parse-event.ts';

/** Whose labels an event tells of. */
export type ModelOfLabels =
  | { readonly kind: 'model'; readonly model: string }
  /** A file under a prefix that belongs to no model: somebody must be told. */
  | { readonly kind: 'unclaimed'; readonly prefix: string; readonly key: string }
  | { readonly kind: 'ignore'; readonly reason: string };

/** The model whose labels landed, or are to be judged again. */
export function modelOfLabels(parsed: ParsedEvent, catalog: Catalog): ModelOfLabels {
  if (parsed.outcome === 'foreign') return { kind: 'ignore', reason: parsed.reason };
  const { event } = parsed;
  switch (event['detail-type']) {
    case 'Judgement Requested': {
      const { model } = event.detail;
      return Object.hasOwn(catalog, model)
        ? judged(model, catalog)
        : ignore(`${model} is no model of this deployment.`);
    }
    case 'Object Created': {
      const { key } = event.detail.object;
      const [folder, model = '', ...rest] = key.split('/');
      if (folder !== 'labels') return ignore(`${key} is not under labels/.`);
      if (key.endsWith('/')) return ignore(`${key} is a folder, not labels.`);
      if (rest.length === 0) return { kind: 'unclaimed', prefix: 'labels/', key };
      if (!Object.hasOwn(catalog, model)) return { kind: 'unclaimed', prefix: `labels/${model}/`, key };
      return judged(model, catalog);
    }
    default:
      return ignore(`${event['detail-type']} tells of no labels.`);
  }
}

function judged(model: string, catalog: Catalog): ModelOfLabels {
  if (catalog[model]?.manifest.release.quality?.labels !== undefined) return { kind: 'model', model };
  return ignore(`The manifest of ${model} has no labels judged; add release.quality.labels.`);
}

function ignore(reason: string): ModelOfLabels {
  return { kind: 'ignore', reason };
}
