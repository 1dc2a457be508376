import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { durations } from './durations.ts';
import { EndpointCloud } from './testing/endpoint-cloud.ts';

const policy = fc.record({
  type: fc.constantFrom('ALL_AT_ONCE' as const, 'CANARY' as const, 'LINEAR' as const),
  size: fc.integer({ min: 1, max: 5 }),
  wait: fc.integer({ min: 0, max: 20 }).map((minutes) => minutes * 30),
  termination: fc.integer({ min: 0, max: 20 }).map((minutes) => minutes * 30),
});

type Policy = typeof policy extends fc.Arbitrary<infer T> ? T : never;

/** What happens to a deployment, in seconds after its start. */
interface Schedule {
  readonly alarmAt: number | undefined;
  readonly killedAt: number | undefined;
}

async function deploy({ type, size, wait, termination }: Policy, { alarmAt, killedAt }: Schedule) {
  const alarms = new Map([['kill-switch', 'OK']]);
  let aws = new EndpointCloud({ alarms });
  await aws.inService();
  await aws.config('green');
  const step = { Type: 'INSTANCE_COUNT' as const, Value: size };
  await aws.update('green', {
    BlueGreenUpdatePolicy: {
      TrafficRoutingConfiguration: { Type: type, WaitIntervalInSeconds: wait, CanarySize: step, LinearStepSize: step },
      TerminationWaitInSeconds: termination,
    },
    AutoRollbackConfiguration: { Alarms: [{ AlarmName: 'kill-switch' }] },
  });
  const started = aws.cloud.clock.now();
  const seen: { readonly at: number; readonly green: number; readonly total: number; readonly status: string }[] = [];
  for (let second = 0; ; second += 5) {
    if (alarmAt !== undefined && second >= alarmAt) alarms.set('kill-switch', 'ALARM');
    if (killedAt !== undefined && second >= killedAt && second < killedAt + 5) aws = await aws.restart();
    const shares = aws.shares('flights');
    const described = await aws.describe();
    const total = shares.reduce((sum, { share }) => sum + share, 0);
    seen.push({ at: second, green: aws.share('green'), total, status: described.EndpointStatus ?? '' });
    if (described.EndpointStatus === 'InService') {
      const config = described.EndpointConfigName;
      const took = ((described.LastModifiedTime?.getTime() ?? 0) - started) / 1000;
      await aws[Symbol.asyncDispose]();
      return { seen, config, took };
    }
    await aws.pass(5);
  }
}

const someTime = fc.option(fc.integer({ min: 0, max: 4000 }), { nil: undefined });

describe('any deployment', () => {
  it('ends in service with one configuration, serves everything all the time, and only gains traffic until it ends or goes back', async () => {
    await fc.assert(
      fc.asyncProperty(policy, someTime, async (chosen, alarmAt) => {
        const { seen, config, took } = await deploy(chosen, { alarmAt, killedAt: undefined });
        for (const { total } of seen) expect(total).toBeCloseTo(1);
        const shares = seen.map(({ green }) => green);
        const peak = shares.indexOf(Math.max(...shares));
        expect(shares.slice(0, peak)).toEqual(shares.slice(0, peak).sort((left, right) => left - right));
        // After the alarm's next poll nothing but blue serves, unless blue was being terminated already.
        const over = took - durations.termination;
        const watchedFrom = Math.max(alarmAt ?? 0, durations.provisioning);
        if (config === 'blue') expect(over).toBeLessThanOrEqual(watchedFrom + 5 + durations.alarmPoll);
        if (alarmAt === undefined) expect(config).toBe('green');
        else if (config === 'green') expect(alarmAt).toBeGreaterThan(over - durations.alarmPoll);
      }),
      { numRuns: 25 },
    );
  });

  it('goes the same way whether or not the embedded AWS is killed on the way', async () => {
    await fc.assert(
      fc.asyncProperty(policy, someTime, fc.integer({ min: 0, max: 2000 }), async (chosen, alarmAt, killedAt) => {
        const undisturbed = await deploy(chosen, { alarmAt, killedAt: undefined });
        expect(await deploy(chosen, { alarmAt, killedAt })).toEqual(undisturbed);
      }),
      { numRuns: 15 },
    );
  });
});
