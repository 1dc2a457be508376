import * as z from 'zod';

/**
 * Who may change a model's endpoint. `epoch` grows with every new holder and is never reused: it is in the name of every endpoint
 * config, so that what a late holder did can be told from what the present one did.
 */
export const Lease = z.object({
  /** Name of the release or rollback; empty when nobody holds it. */
  owner: z.string(),
  epoch: z.int().positive(),
  /** ISO time. */
  leaseUntil: z.string(),
});

export type Lease = z.infer<typeof Lease>;

export interface LeaseClaim {
  readonly owner: string;
  readonly now: Date;
  readonly seconds: number;
}

export type Acquisition =
  | { readonly outcome: 'Acquired'; readonly lease: Lease }
  | { readonly outcome: 'Busy'; readonly lease: Lease };

/** Takes a lease that is free, expired or already the claimant's; the claimant's own keeps its epoch. */
export function acquireLease(current: Lease | undefined, claim: LeaseClaim): Acquisition {
  if (current === undefined) return { outcome: 'Acquired', lease: leaseFor(claim, 1) };
  if (current.owner === claim.owner) return { outcome: 'Acquired', lease: leaseFor(claim, current.epoch) };
  if (isFree(current, claim.now)) return { outcome: 'Acquired', lease: leaseFor(claim, current.epoch + 1) };
  return { outcome: 'Busy', lease: current };
}

/** Takes the lease whoever holds it: a rollback never waits. The former holder finds it lost. */
export function seizeLease(current: Lease | undefined, claim: LeaseClaim): Lease {
  if (current?.owner === claim.owner) return leaseFor(claim, current.epoch);
  return leaseFor(claim, (current?.epoch ?? 0) + 1);
}

/** Extends the holder's lease, also one that has expired if nobody took it. Undefined: it is lost. */
export function renewLease(current: Lease | undefined, claim: LeaseClaim & { epoch: number }): Lease | undefined {
  if (current?.owner !== claim.owner || current.epoch !== claim.epoch) return undefined;
  const renewed = leaseFor(claim, claim.epoch);
  return renewed.leaseUntil > current.leaseUntil ? renewed : current;
}

/** Frees the holder's lease and keeps its epoch. Undefined: it is somebody else's, or free, and stays as it is. */
export function releaseLease(
  current: Lease | undefined,
  holder: { owner: string; epoch: number; now: Date },
): Lease | undefined {
  if (current?.owner !== holder.owner || current.epoch !== holder.epoch) return undefined;
  return { owner: '', epoch: current.epoch, leaseUntil: holder.now.toISOString() };
}

export function isFree(lease: Lease, now: Date): boolean {
  return lease.owner === '' || lease.leaseUntil <= now.toISOString();
}

function leaseFor({ owner, now, seconds }: LeaseClaim, epoch: number): Lease {
  return { owner, epoch, leaseUntil: new Date(now.getTime() + seconds * 1000).toISOString() };
}
