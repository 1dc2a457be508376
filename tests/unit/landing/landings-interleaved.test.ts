import fc from 'fast-check';
import { describe, it } from 'vitest';
import { closeBatch, type ListedFile } from '#domain/landing/close-batch.ts';
import { endLanding, shutLanding, type Taken } from '#domain/landing/end-landing.ts';
import { type Landing, noLanding } from '#domain/landing/landing.ts';
import { openBatch } from '#domain/landing/open-batch.ts';

interface Run {
  readonly name: string;
  readonly key: string;
  phase: 'looking' | 'shut' | 'listed' | 'ended';
  found: Taken;
}

/** Objects, their events and the runs of one model, moved on one step at a time in any order. */
class LandingLine {
  landing: Landing = noLanding;
  readonly bucket = new Map<string, ListedFile>();
  readonly events: ListedFile[] = [];
  readonly runs: Run[] = [];
  readonly taken: string[] = [];
  #version = 0;

  put(name: number, copies: number): void {
    this.#version += 1;
    const key = `landing/m/${name}`;
    const versionId = `v${this.#version}`;
    const file = { key, versionId, etag: 'same', size: 1, lastModified: new Date(this.#version * 1000) };
    this.bucket.set(key, file);
    for (let copy = 0; copy < copies; copy += 1) this.events.push(file);
  }

  deliver(index: number): void {
    const [event] = this.events.splice(index % Math.max(1, this.events.length), 1);
    if (event === undefined) return;
    const object = { model: 'm', key: event.key, etag: event.etag, versionId: event.versionId };
    const decision = openBatch(this.landing, object, { now: new Date(0) });
    if (decision.kind === 'known') return;
    const run = this.runs.find(({ name }) => name === decision.open.run);
    if (decision.kind === 'join') {
      if (run?.phase !== 'looking') throw new Error(`${event.key} joined a run that is ${run?.phase}`);
      return;
    }
    if (run !== undefined) throw new Error(`${run.name} was started twice`);
    this.landing = { ...this.landing, open: decision.open };
    const { run: name, key } = decision.open;
    this.runs.push({ name, key, phase: 'looking', found: { listed: [], taken: [], seen: {} } });
  }

  /** Moves one run to its next write, so that anything may happen in between. */
  step(index: number): void {
    const running = this.runs.filter(({ phase }) => phase !== 'ended');
    const run = running[index % Math.max(1, running.length)];
    if (run?.phase === 'looking') {
      this.landing = shutLanding(this.landing, run.name) ?? this.landing;
      run.phase = 'shut';
    } else if (run?.phase === 'shut') {
      const listed = [...this.bucket.values()];
      const look = {
        completeWhen: 'quiet',
        marker: '_',
        quietMinutes: 0,
        now: new Date(1e9),
        openedAt: '1970-01-01T00:00:00Z',
      } as const;
      const { seen } = this.landing;
      const decision = closeBatch(listed, seen, look);
      run.found = { listed, seen, taken: decision.kind === 'close' ? decision.files : [] };
      run.phase = 'listed';
    } else if (run?.phase === 'listed') {
      const next = endLanding(this.landing, { key: run.key, run: run.name }, run.found);
      run.phase = next === undefined ? 'shut' : 'ended';
      if (next === undefined) return;
      this.landing = next;
      this.taken.push(...run.found.taken.map(({ versionId }) => versionId ?? ''));
    }
  }
}

const step = fc.oneof(
  fc.record({ kind: fc.constant('put' as const), index: fc.nat(3), copies: fc.integer({ min: 1, max: 3 }) }),
  fc.record({ kind: fc.constant('deliver' as const), index: fc.nat(20), copies: fc.constant(0) }),
  fc.record({ kind: fc.constant('step' as const), index: fc.nat(5), copies: fc.constant(0) }),
);

describe('Whatever the order and the duplication of events', () => {
  it('every object is taken once, no landing is started twice, and none is left to a run that is over', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
        const line = new LandingLine();
        for (const { kind, index, copies } of steps) {
          if (kind === 'put') line.put(index, copies);
          else line[kind](index);
        }
        while (line.events.length > 0) line.deliver(0);
        while (line.runs.some(({ phase }) => phase !== 'ended')) line.step(0);
        const untaken = [...line.bucket.values()].filter(({ key, versionId }) => line.landing.seen[key] !== versionId);
        if (untaken.length > 0) throw new Error(`${untaken.map(({ key }) => key).join(', ')} was never taken`);
        if (new Set(line.taken).size !== line.taken.length) throw new Error('A version was taken twice');
        if (line.landing.open !== undefined) throw new Error('A landing was left open');
      }),
      { numRuns: 2000 },
    );
  });
});
