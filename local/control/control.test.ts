import { describe, expect, it } from 'vitest';
import { FaultTable } from '../faults/fault-table.ts';
import { createTestCloud, TEST_START } from '../testing/test-cloud.ts';
import { Wire } from '../wire/wire.ts';
import { createControl } from './control.ts';
import { Participants } from './participants.ts';

async function createControlled({ mostSilence = 15_000, speed = 60 } = {}) {
  const wire = await Wire.listen();
  const cloud = createTestCloud({ endpoint: wire.endpoint });
  cloud.clock.speed = speed;
  const faults = new FaultTable(cloud);
  const participants = new Participants(cloud.clock, mostSilence);
  const logged: string[] = [];
  wire.serve({ cloud, local: createControl({ cloud, faults, participants }), log: (line) => logged.push(line) });
  const fired: number[] = [];
  cloud.clock.on('note', () => void fired.push((cloud.clock.now() - TEST_START) / 1000));
  async function ask(method: string, path: string, body?: unknown) {
    const init = { method, ...(body !== undefined && { body: JSON.stringify(body) }) };
    const response = await fetch(`${wire.endpoint}/_local/${path}`, init);
    const text = await response.text();
    return { status: response.status, body: text === '' ? undefined : JSON.parse(text) };
  }
  return {
    cloud,
    fired,
    logged,
    ask,
    note: (seconds: number) => cloud.clock.schedule({ at: TEST_START + seconds * 1000, topic: 'note', data: null }),
    participate: async (live = false) => (await ask('POST', 'clock/participants', { label: 'p', live })).body.id,
    async [Symbol.asyncDispose]() {
      await wire[Symbol.asyncDispose]();
      participants.close();
      await cloud[Symbol.asyncDispose]();
    },
  };
}

const at = (seconds: number) => new Date(TEST_START + seconds * 1000).toISOString();

describe('control of the clock', () => {
  it('tells that all is well', async () => {
    await using control = await createControlled();
    const { status, body } = await control.ask('GET', 'health');
    expect([status, body]).toEqual([200, { status: 'ok', services: [], pid: process.pid }]);
  });

  it('tells time, speed, mode and holders', async () => {
    await using control = await createControlled();
    control.cloud.clock.hold('a job');
    const { body } = await control.ask('GET', 'clock');
    expect(body).toEqual({ now: at(0), speed: 60, mode: 'stepped', holders: ['a job'] });
  });

  it('changes the speed', async () => {
    await using control = await createControlled();
    expect((await control.ask('PUT', 'clock', { speed: 600 })).body.speed).toBe(600);
    expect(control.cloud.clock.speed).toBe(600);
    const wrong = await control.ask('PUT', 'clock', { speed: 0 });
    expect([wrong.status, wrong.body]).toEqual([400, { message: 'speed must be a number above 0.' }]);
  });

  it('brings the clock forward, running everything on the way', async () => {
    await using control = await createControlled();
    control.note(30);
    void control.cloud.clock.run();
    const { body } = await control.ask('POST', 'clock/advance', { seconds: 60 });
    expect(control.fired).toEqual([30]);
    expect(Date.parse(body.now)).toBeGreaterThanOrEqual(TEST_START + 60_000);
  });

  it.each([
    ['GET', 'nothing', undefined, 404, 'There is no GET /_local/nothing; see local/README.md.'],
    ['POST', 'clock/advance', { seconds: 'x' }, 400, 'seconds must be a number from 0 on.'],
    ['POST', 'clock/participants', {}, 400, 'label must be a text.'],
    ['POST', 'clock/participants/x/sleep', { seconds: 1 }, 404, 'There is no participant x; it may have been dropped.'],
    ['DELETE', 'faults/x', undefined, 404, 'There is no fault x.'],
    ['POST', 'faults', { match: {} }, 400, 'The match lacks service.'],
    ['POST', 'faults', [], 400, 'The body must be a JSON object.'],
  ])('answers %s %s %j with %i', async (...[method, path, body, status, message]) => {
    await using control = await createControlled();
    expect(await control.ask(method, path, body)).toEqual({ status, body: { message } });
    expect(control.logged).toEqual([]);
  });
});

describe('a participant', () => {
  it('does its work at the instants it names, the clock held while it is awake', async () => {
    await using control = await createControlled();
    const { cloud, ask, fired } = control;
    control.note(5);
    control.note(15);
    const id = await control.participate();
    void cloud.clock.run();
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(fired).toEqual([]);
    const woken = await ask('POST', `clock/participants/${id}/sleep`, { until: at(10) });
    expect(woken).toEqual({ status: 200, body: { now: at(10) } });
    expect(fired).toEqual([5]);
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(cloud.clock.date().toISOString()).toBe(at(10));
    expect(cloud.clock.holders()).toEqual(['participant p']);
    expect((await ask('POST', `clock/participants/${id}/sleep`, { seconds: 10 })).body.now).toBe(at(20));
    expect(fired).toEqual([5, 15]);
  });

  it('lets the clock go when it leaves', async () => {
    await using control = await createControlled();
    control.note(5);
    const id = await control.participate();
    void control.cloud.clock.run();
    expect((await control.ask('DELETE', `clock/participants/${id}`)).status).toBe(204);
    await expect.poll(() => control.fired).toEqual([5]);
    expect((await control.ask('DELETE', `clock/participants/${id}`)).status).toBe(404);
  });

  it('is dropped when it says nothing for too long', async () => {
    await using control = await createControlled({ mostSilence: 50 });
    control.note(5);
    const id = await control.participate();
    void control.cloud.clock.run();
    await expect.poll(() => control.fired).toEqual([5]);
    expect((await control.ask('POST', `clock/participants/${id}/sleep`, { seconds: 1 })).status).toBe(404);
  });

  it('may sleep for longer than it may be silent', async () => {
    await using control = await createControlled({ mostSilence: 50 });
    const { cloud, ask } = control;
    const hold = cloud.clock.hold('a long job');
    void cloud.clock.run();
    const id = await control.participate();
    const sleeping = ask('POST', `clock/participants/${id}/sleep`, { seconds: 1 });
    await new Promise((resolve) => setTimeout(resolve, 120));
    hold();
    expect((await sleeping).body).toEqual({ now: at(1) });
  });

  it('is dropped when its connection breaks', async () => {
    await using control = await createControlled({ speed: 1 });
    const { cloud } = control;
    void cloud.clock.run();
    const id = await control.participate(true);
    const death = new AbortController();
    const sleeping = fetch(`${cloud.endpoint}/_local/clock/participants/${id}/sleep`, {
      method: 'POST',
      body: JSON.stringify({ seconds: 3600 }),
      signal: death.signal,
    }).then((response) => response.text());
    await expect.poll(() => cloud.clock.mode).toBe('live');
    death.abort();
    await expect(sleeping).rejects.toThrow();
    await expect.poll(() => cloud.clock.mode).toBe('flowing');
  });

  it('that is live lets time pass at most at the speed of the clock', async () => {
    await using control = await createControlled({ speed: 1_000 });
    void control.cloud.clock.run();
    const began = performance.now();
    const id = await control.participate(true);
    let seconds = 0;
    while (performance.now() - began < 100) {
      await control.ask('POST', `clock/participants/${id}/sleep`, { seconds: 10 });
      seconds += 10;
    }
    expect(seconds).toBeLessThanOrEqual(performance.now() - began + 10);
    expect(seconds).toBeGreaterThan(10);
  });

  it('and another meet in virtual time', async () => {
    await using control = await createControlled();
    const { cloud, ask } = control;
    const seen: [string, string][] = [];
    const ids = [await control.participate(), await control.participate()];
    const attend = async (label: string, id: string, period: number) => {
      for (let round = 0; round < 3; round++) {
        const { now } = (await ask('POST', `clock/participants/${id}/sleep`, { seconds: period })).body;
        seen.push([label, now]);
      }
      await ask('DELETE', `clock/participants/${id}`);
    };
    void cloud.clock.run();
    await Promise.all([attend('a', ids[0], 10), attend('b', ids[1], 15)]);
    expect(seen.map(([label, now]) => [(Date.parse(now) - TEST_START) / 1000, label])).toEqual([
      [10, 'a'],
      [15, 'b'],
      [20, 'a'],
      [30, expect.any(String)],
      [30, expect.any(String)],
      [45, 'b'],
    ]);
  });
});

describe('control of faults', () => {
  it('sets up, lists and takes away', async () => {
    await using control = await createControlled();
    const { ask } = control;
    const rule = { match: { service: 's3', operation: '*' }, drop: true };
    const made = await ask('POST', 'faults', rule);
    expect(made).toMatchObject({ status: 201, body: { ...rule, struck: 0 } });
    expect((await ask('GET', 'faults')).body).toEqual({ faults: [made.body] });
    expect((await ask('DELETE', `faults/${made.body.id}`)).status).toBe(204);
    await ask('POST', 'faults', rule);
    expect((await ask('DELETE', 'faults')).status).toBe(204);
    expect((await ask('GET', 'faults')).body).toEqual({ faults: [] });
  });
});
