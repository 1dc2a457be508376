import type * as z from 'zod';
import { type ObjectStore, uriOf } from '#aws/object-store.ts';
import { sha256 } from '#domain/naming.ts';
import { dataKeys } from '#domain/object-keys.ts';
import { ProbeDocument } from '#domain/serving/probe-document.ts';
import type { Probe } from '#statemachines/retrain.data.ts';

type Finished = Extract<z.infer<typeof Probe>, { uri: string }>;

interface Found {
  readonly document: ProbeDocument;
  readonly finished: Finished;
}

/** What a probe found, if it has been written. */
export async function readProbe(key: string, data: ObjectStore): Promise<Found | undefined> {
  const stored = await data.get(key);
  if (stored === undefined) return undefined;
  const text = Buffer.from(stored.value).toString('utf8');
  const document = ProbeDocument.parse(JSON.parse(text));
  const where = { uri: uriOf(data, key), digest: sha256(text) };
  const { endpoint } = document;
  return {
    document,
    finished:
      endpoint.outcome === 'NotServing'
        ? { status: 'NotServing', ...where, reason: endpoint.reason }
        : { status: 'Probed', ...where },
  };
}

/** Writes what was measured, once: of two invocations that measured at the same time, the first is heard. */
export async function keepProbe(document: ProbeDocument, data: ObjectStore): Promise<Finished> {
  const key = dataKeys.probe(document.model, document.run);
  await data.create(key, JSON.stringify(ProbeDocument.parse(document)));
  const kept = await readProbe(key, data);
  if (kept === undefined) throw new Error(`${key} is gone right after it was written.`);
  return kept.finished;
}
