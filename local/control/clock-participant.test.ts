import { describe, expect, it } from 'vitest';
import { FaultTable } from '../faults/fault-table.ts';
import { createTestCloud, TEST_START } from '../testing/test-cloud.ts';
import { Wire } from '../wire/wire.ts';
import { ClockParticipant, ParticipantDroppedError } from './clock-participant.ts';
import { createControl } from './control.ts';
import { Participants } from './participants.ts';

async function createControlled(mostSilence = 15_000) {
  const wire = await Wire.listen();
  const cloud = createTestCloud({ endpoint: wire.endpoint });
  const participants = new Participants(cloud.clock, mostSilence);
  wire.serve({ cloud, local: createControl({ cloud, faults: new FaultTable(cloud), participants }) });
  return {
    cloud,
    async [Symbol.asyncDispose]() {
      participants.close();
      await wire[Symbol.asyncDispose]();
      await cloud[Symbol.asyncDispose]();
    },
  };
}

describe('a program that takes part in virtual time', () => {
  it('sees time stand still while it works and pass while it sleeps', async () => {
    await using controlled = await createControlled();
    const { clock, endpoint } = controlled.cloud;
    await using participant = await ClockParticipant.join(endpoint, { label: 'traffic', live: false });
    void clock.run();
    expect(participant.now).toBe(TEST_START);
    await participant.sleep(3600);
    expect([participant.now, clock.now()]).toEqual([TEST_START + 3_600_000, TEST_START + 3_600_000]);
    await participant.sleepUntil(TEST_START + 7_200_000);
    expect(clock.now()).toBe(TEST_START + 7_200_000);
  });

  it('sets the clock free when it leaves', async () => {
    await using controlled = await createControlled();
    const { clock, endpoint } = controlled.cloud;
    {
      await using participant = await ClockParticipant.join(endpoint, { label: 'traffic', live: true });
      expect(clock.holders()).toEqual(['participant traffic']);
      expect(participant.now).toBe(TEST_START);
    }
    expect(clock.holders()).toEqual([]);
  });

  it('hears that it was dropped', async () => {
    await using controlled = await createControlled(20);
    const participant = await ClockParticipant.join(controlled.cloud.endpoint, { label: 'slow' });
    await expect.poll(() => controlled.cloud.clock.holders()).toEqual([]);
    await expect(participant.sleep(1)).rejects.toThrow(ParticipantDroppedError);
    await expect(participant.sleep(1)).rejects.toThrow('it may have been dropped');
  });
});
