import { TEST_START } from '../../local/testing/test-cloud.ts';
import { perform } from './acts.ts';
import { unfinished } from './at-rest.ts';
import { readAudit, readFacts } from './facts.ts';
import { invariants, type Settled } from './invariants.ts';
import type { Schedule } from './schedule.ts';
import { createWorld, type World } from './world.ts';

/** How long after the last fault and act everything must have come to rest, in minutes. */
export const REST_MINUTES = 240;
/** Rest is rest when two sweeps of reconcile found nothing to do. */
const LOOK_MINUTES = 11;

export interface Verdict {
  readonly violations: readonly string[];
  readonly trace: readonly string[];
  /** How executions ended, and how releases were confirmed. */
  readonly endings: readonly string[];
  /** Minutes from the end of faults to rest. */
  readonly rest: number;
}

/** Runs one schedule to its end and checks every invariant. */
export async function runSchedule(schedule: Schedule): Promise<Verdict> {
  await using world = await createWorld(schedule);

  for (const { at, act } of schedule.acts) {
    await advance(world, at);
    await perform(act, world);
  }
  await advance(world, schedule.calmAt);
  const rest = await comeToRest(world);
  const facts = { ...(await readFacts(world)), trail: await readAudit(world) };
  const violations = Object.entries(invariants).flatMap(([name, check]) =>
    check(facts).map((sentence) => `${name}: ${sentence}`),
  );
  return { violations, rest, endings: endingsOf(facts), trace: world.history.trace };
}

function endingsOf({ executions, trail }: Settled): string[] {
  const ended = executions.map(({ machineArn, status, error = '' }) => {
    return `${machineArn.split('-').at(-1)} ${status} ${error}`.trim();
  });
  const decided = trail.records.map(({ action, evidence }) => `${action} ${evidence?.outcome ?? ''}`.trim());
  return [...ended, ...decided];
}

function advance({ cloud }: World, minute: number): Promise<void> {
  return cloud.clock.advanceTo(TEST_START + minute * 60_000);
}

async function comeToRest(world: World): Promise<number> {
  const { history, schedule } = world;
  for (let rest = LOOK_MINUTES; rest <= REST_MINUTES; rest += LOOK_MINUTES) {
    const before = history.effects.length;
    const busy = unfinished(await readFacts(world)).length > 0;
    await advance(world, schedule.calmAt + rest);
    if (!busy && history.effects.length === before) return rest - LOOK_MINUTES;
  }
  return REST_MINUTES;
}
