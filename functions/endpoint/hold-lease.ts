import type { Ledger } from '#aws/ledger.ts';
import { acquireLease, releaseLease, renewLease, seizeLease } from '#domain/lease/lease.ts';

/** So long a lease is taken for: several looks of the watch, each of which renews it. */
const LEASE_SECONDS = 900;

export interface Holder {
  readonly model: string;
  /** Name of the release or rollback. */
  readonly release: string;
}

export interface LeaseDeps {
  readonly ledger: Ledger;
  readonly now: () => Date;
}

/** Takes the endpoint's lease; answers its epoch, or undefined while another holds it. */
export async function takeLease({ model, release }: Holder, { ledger, now }: LeaseDeps): Promise<number | undefined> {
  const claim = { owner: release, now: now(), seconds: LEASE_SECONDS };
  return ledger.lease(model).change((current) => {
    const { outcome, lease } = acquireLease(current, claim);
    return outcome === 'Acquired' ? { write: lease, result: lease.epoch } : { write: undefined, result: undefined };
  });
}

/** Takes the lease whoever holds it; answers its epoch. */
export async function takeLeaseByForce({ model, release }: Holder, { ledger, now }: LeaseDeps): Promise<number> {
  const claim = { owner: release, now: now(), seconds: LEASE_SECONDS };
  return ledger.lease(model).change((current) => {
    const lease = seizeLease(current, claim);
    return { write: lease, result: lease.epoch };
  });
}

/** Renews the lease; answers who took it meanwhile, or undefined when it is still held. */
export async function keepLease(
  { model, release, epoch }: Holder & { epoch: number },
  { ledger, now }: LeaseDeps,
): Promise<string | undefined> {
  const claim = { owner: release, epoch, now: now(), seconds: LEASE_SECONDS };
  return ledger.lease(model).change<string | undefined>((current) => {
    const renewed = renewLease(current, claim);
    if (renewed !== undefined) return { write: renewed, result: undefined };
    return { write: undefined, result: current?.owner || `somebody with epoch ${current?.epoch ?? 'unknown'}` };
  });
}

/** Renews the lease, and answers whether nobody took it since: it may be free because its holder is run again after freeing it. */
export async function holdsLease(holder: Holder & { epoch: number }, deps: LeaseDeps): Promise<boolean> {
  if ((await keepLease(holder, deps)) === undefined) return true;
  // An epoch has one owner, for ever.
  return (await deps.ledger.lease(holder.model).read())?.epoch === holder.epoch;
}

/** Frees the lease if it is still held. */
export async function freeLease(
  { model, release, epoch }: Holder & { epoch: number },
  { ledger, now }: LeaseDeps,
): Promise<void> {
  await ledger.lease(model).change((current) => ({
    write: releaseLease(current, { owner: release, epoch, now: now() }),
    result: undefined,
  }));
}
