import { ledgerKeys } from '#domain/object-keys.ts';
import type { ObjectStore } from './object-store.ts';

/** A listing answers up to this many keys, so this many records cost one request. */
const PAGE = 1000;

/**
 * The sequence of a model's newest audit record, 0 when there is none. `from` is a sequence known to exist, or 0.
 * Sequences have no gaps, so whether any key lies after one tells where the head is: the step doubles until none does, then halves.
 */
export async function findAuditHead(store: ObjectStore, model: string, from = 0): Promise<number> {
  let known = from;
  let step = PAGE;
  while (await anyAfter(store, model, known + step)) {
    known += step + 1;
    step *= 2;
  }
  while (step > PAGE) {
    step = Math.ceil(step / 2);
    if (await anyAfter(store, model, known + step)) known += step + 1;
  }
  for await (const { key } of store.list(ledgerKeys.auditPrefix(model), ledgerKeys.audit(model, known))) {
    known = sequenceOf(key);
  }
  return known;
}

/** The sequence an audit record's key says. */
export function sequenceOf(key: string): number {
  return Number(key.slice(key.lastIndexOf('/') + 1, -'.json'.length));
}

async function anyAfter(store: ObjectStore, model: string, sequence: number): Promise<boolean> {
  for await (const _ of store.list(ledgerKeys.auditPrefix(model), ledgerKeys.audit(model, sequence))) return true;
  return false;
}
