import { type Dice, diceOf } from './dice.ts';

/** What people and the world do at one minute of a schedule. */
export type Act =
  /** Data lands, clean or not. `files` arrive within half a minute. */
  | { readonly kind: 'land'; readonly batch: number; readonly files: number; readonly poison: boolean }
  /** A person approves (or approves again) versions, the n-th newest; several at once. */
  | { readonly kind: 'approve'; readonly newest: readonly number[] }
  /** A person rejects the n-th newest version. */
  | { readonly kind: 'reject'; readonly newest: number }
  | { readonly kind: 'ask-rollback' }
  | { readonly kind: 'ask-retrain'; readonly force: boolean };

/** How often something goes wrong while faults are on, each from 0 to 1. */
export interface Faults {
  /** An AWS call is refused by throttling or a 5xx. */
  readonly refused: number;
  /** A call is lost before its effect; its answer is lost after it. */
  readonly dropped: number;
  readonly answerLost: number;
  /** A conditional write meets another one: 409. */
  readonly conflict: number;
  /** A function times out before or after one of its calls; its answer is lost; it cannot be invoked. */
  readonly timeout: number;
  readonly invocationLost: number;
  readonly throttled: number;
  /** A best-effort event is lost; any event comes twice; it is delivered late. */
  readonly eventLost: number;
  readonly eventTwice: number;
  readonly eventLate: number;
  /** SageMaker has no capacity for a job; a job fails for good. */
  readonly noCapacity: number;
  readonly jobFails: number;
  /** SageMaker cannot go back. */
  readonly rollbackFails: number;
}

/** A stretch in which most calls of a service are refused. */
export interface Outage {
  readonly service: 's3' | 'sagemaker' | 'cloudwatch' | 'sns' | 'sfn';
  /** Only calls about keys that begin so. */
  readonly prefix: string;
  readonly from: number;
  readonly until: number;
}

/** One schedule: everything that is decided before it runs. Times are minutes from its start. */
export interface Schedule {
  readonly seed: number;
  readonly approval: 'manual' | 'automatic';
  readonly traffic: 'all-at-once' | 'canary' | 'linear';
  /** Gates ask the candidate's container too. */
  readonly probed: boolean;
  /** Requests a minute that the endpoint gets. */
  readonly requests: number;
  readonly acts: readonly { readonly at: number; readonly act: Act }[];
  /** By version: whether it fails requests once it serves; whether its candidate is bad enough for a gate. */
  readonly harmful: readonly boolean[];
  readonly weak: readonly boolean[];
  readonly faults: Faults;
  readonly outages: readonly Outage[];
  /** When faults and acts end. */
  readonly calmAt: number;
}

export const NO_FAULTS: Faults = {
  refused: 0,
  dropped: 0,
  answerLost: 0,
  conflict: 0,
  timeout: 0,
  invocationLost: 0,
  throttled: 0,
  eventLost: 0,
  eventTwice: 0,
  eventLate: 0,
  noCapacity: 0,
  jobFails: 0,
  rollbackFails: 0,
};

const VERSIONS = 16;

/** The schedule of a seed. */
export function scheduleOf(seed: number): Schedule {
  const dice = diceOf(seed, 1);
  const calmAt = dice.whole(100, 190);
  const schedule: Schedule = {
    seed,
    approval: dice.chance(0.5) ? 'automatic' : 'manual',
    traffic: dice.pick(['all-at-once', 'canary', 'linear']),
    probed: seed % 5 < 2,
    requests: dice.pick([0, 30, 120, 120, 600]),
    acts: actsOf(dice, calmAt),
    harmful: Array.from({ length: VERSIONS }, (_, index) => dice.chance(index < 2 ? 0.1 : 0.25)),
    weak: Array.from({ length: VERSIONS }, () => dice.chance(0.15)),
    faults: faultsOf(dice),
    outages: outagesOf(dice, calmAt),
    calmAt,
  };
  return seed % 8 === 5 ? { ...schedule, ...withoutAudit(dice) } : schedule;
}

function actsOf(dice: Dice, calmAt: number): Schedule['acts'] {
  const acts: { at: number; act: Act }[] = [];
  const landings = dice.whole(3, 5);
  for (let batch = 0; batch < landings; batch += 1) {
    const at = batch === 0 ? 0 : dice.whole(10, calmAt - 10);
    const files = dice.whole(1, 2);
    acts.push({ at, act: { kind: 'land', batch, files, poison: batch > 0 && dice.chance(0.15) } });
  }
  const others = dice.whole(5, 14);
  for (let count = 0; count < others; count += 1) {
    const act = actOf(dice);
    // Before there can be two versions there is nothing to go back to.
    const early = act.kind === 'approve' || act.kind === 'ask-retrain';
    acts.push({ at: dice.whole(early ? 8 : 50, calmAt - 1), act });
  }
  return acts.sort((left, right) => left.at - right.at);
}

function actOf(dice: Dice): Act {
  const draw = dice.fraction();
  if (draw < 0.45) return { kind: 'approve', newest: [0] };
  if (draw < 0.6) return { kind: 'approve', newest: dice.chance(0.5) ? [0, 1] : [1] };
  if (draw < 0.75) return { kind: 'reject', newest: dice.whole(0, 1) };
  if (draw < 0.9) return { kind: 'ask-rollback' };
  return { kind: 'ask-retrain', force: dice.chance(0.7) };
}

/** Each class of fault is absent from most schedules, so that none hides what another would show. */
function faultsOf(dice: Dice): Faults {
  const entries = Object.keys(NO_FAULTS).map((name) => {
    const rate = dice.pick([0.01, 0.03, 0.1]);
    return [name, dice.chance(0.3) ? rate : 0];
  });
  return Object.fromEntries(entries) as unknown as Faults;
}

/**
 * Two good versions are released; then no audit record can be written any more, and a rollback is asked for: releases stop, it must not.
 * Nothing else goes wrong.
 */
function withoutAudit(dice: Dice): Partial<Schedule> {
  const until = 170;
  const from = dice.whole(95, 115);
  const clean = { files: 1, poison: false };
  return {
    approval: 'manual',
    requests: 120,
    harmful: [false],
    weak: [false],
    faults: NO_FAULTS,
    outages: [{ service: 's3', prefix: 'audit/', from, until }],
    calmAt: until,
    acts: [
      { at: 0, act: { kind: 'land', batch: 0, ...clean } },
      { at: dice.whole(11, 15), act: { kind: 'approve', newest: [0] } },
      { at: dice.whole(30, 40), act: { kind: 'land', batch: 1, ...clean } },
      { at: dice.whole(52, 58), act: { kind: 'approve', newest: [0] } },
      { at: dice.whole(from, 125), act: dice.pick<Act>([{ kind: 'ask-rollback' }, { kind: 'reject', newest: 0 }]) },
      { at: dice.whole(126, 160), act: { kind: 'land', batch: 2, ...clean } },
    ],
  };
}

function outagesOf(dice: Dice, calmAt: number): Outage[] {
  const count = dice.chance(0.4) ? dice.whole(1, 2) : 0;
  return Array.from({ length: count }, () => {
    const service = dice.pick<Outage['service']>(['s3', 's3', 'sagemaker', 'cloudwatch', 'sns', 'sfn']);
    const from = dice.whole(2, calmAt - 5);
    const prefix = service === 's3' && dice.chance(0.5) ? 'audit/' : '';
    return { service, prefix, from, until: Math.min(calmAt, from + dice.whole(1, 15)) };
  });
}
