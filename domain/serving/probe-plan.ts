import type { Gate } from '../manifest/schema.ts';
import { type CannedRequest, usualRequests } from './canned-requests.ts';
import { type HoldoutRow, spread } from './holdout-row.ts';

/** What is sent to the candidate's endpoint, for all gates together. */
export interface ProbePlan {
  readonly contracts: readonly { readonly gate: string; readonly requests: readonly CannedRequest[] }[];
  /** Single rows, one after another, whose time is taken. */
  readonly timed: readonly HoldoutRow[];
  /** Rows whose scores are compared with batch transform's. */
  readonly compared: readonly HoldoutRow[];
}

/** Whether a gate asks a running container. An observed gate does too: it is measured and shown. */
export function asksContainer(gate: Gate): boolean {
  return gate.kind === 'latency' || gate.kind === 'contract' || gate.kind === 'agreement';
}

/** One sample serves every gate of a kind: as large as the gate that asks for most. */
export function planProbe(gates: readonly Gate[], rows: readonly HoldoutRow[]): ProbePlan {
  const most = (counts: readonly number[]) => Math.max(0, ...counts);
  const timed = most(gates.flatMap((gate) => (gate.kind === 'latency' ? [gate.requests] : [])));
  const compared = most(gates.flatMap((gate) => (gate.kind === 'agreement' ? [gate.rows] : [])));
  const sample = spread(rows, timed);
  return {
    contracts: gates.flatMap((gate) => {
      if (gate.kind !== 'contract') return [];
      return [{ gate: gate.name, requests: gate.requests.length > 0 ? gate.requests : usualRequests(rows) }];
    }),
    // A short holdout is sent round and round.
    timed: sample.length === 0 ? [] : Array.from({ length: timed }, (_, index) => sample[index % sample.length]!),
    compared: spread(rows, compared),
  };
}
