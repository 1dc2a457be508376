import { AcceptedDatasets, Landing } from '#domain/landing/landing.ts';
import { Lease } from '#domain/lease/lease.ts';
import { Admissions } from '#domain/ledger/admissions.ts';
import { Anchor } from '#domain/ledger/anchor.ts';
import { Champion } from '#domain/ledger/champion.ts';
import { Desired, Paused, RunRecord } from '#domain/ledger/records.ts';
import { ledgerKeys } from '#domain/object-keys.ts';
import { type LedgerDocument, ledgerDocument } from './ledger-document.ts';
import type { ObjectStore } from './object-store.ts';

/** What the product remembers, beyond what SageMaker and Step Functions know: one small document each. */
export interface Ledger {
  champion(model: string): LedgerDocument<Champion>;
  lease(model: string): LedgerDocument<Lease>;
  desired(model: string): LedgerDocument<Desired>;
  paused(model: string): LedgerDocument<Paused>;
  anchor(model: string): LedgerDocument<Anchor>;
  admissions(model: string): LedgerDocument<Admissions>;
  landing(model: string): LedgerDocument<Landing>;
  accepted(model: string): LedgerDocument<AcceptedDatasets>;
  run(name: string): LedgerDocument<RunRecord>;
}

export interface LedgerOptions {
  readonly store: ObjectStore;
  readonly newId: () => string;
}

/** {@link Ledger} in the ledger bucket. */
export function objectStoreLedger({ store, newId }: LedgerOptions): Ledger {
  return {
    champion: (model) => ledgerDocument({ store, newId, key: ledgerKeys.champion(model), schema: Champion }),
    lease: (model) => ledgerDocument({ store, newId, key: ledgerKeys.lease(model), schema: Lease }),
    desired: (model) => ledgerDocument({ store, newId, key: ledgerKeys.desired(model), schema: Desired }),
    paused: (model) => ledgerDocument({ store, newId, key: ledgerKeys.paused(model), schema: Paused }),
    anchor: (model) => ledgerDocument({ store, newId, key: ledgerKeys.anchor(model), schema: Anchor }),
    admissions: (model) => ledgerDocument({ store, newId, key: ledgerKeys.admissions(model), schema: Admissions }),
    landing: (model) => ledgerDocument({ store, newId, key: ledgerKeys.landing(model), schema: Landing }),
    accepted: (model) => ledgerDocument({ store, newId, key: ledgerKeys.accepted(model), schema: AcceptedDatasets }),
    run: (name) => ledgerDocument({ store, newId, key: ledgerKeys.run(name), schema: RunRecord }),
  };
}
