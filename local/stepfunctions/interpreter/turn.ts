import type { Execution } from '../executions/execution.ts';
import { type HistoryEvent, MAX_EVENTS } from '../history/history-event.ts';
import type { Ledger } from '../ledger.ts';
import type { MapRun } from '../map-runs/map-run.ts';
import type { Frame } from './frame.ts';
import type { Run } from './run.ts';

/** An execution's history is full: whatever it does next but to succeed, it fails. */
export class HistoryFullError extends Error {
  override readonly name = 'HistoryFullError';
}

/**
 * What the interpreter changes between two commits: memory at once, the store in one transaction, the world after it.
 * A process that dies before the commit finds everything as it was before the turn.
 */
export class Turn {
  /** Virtual ms; time stands still during a turn. */
  readonly now: number;
  readonly #ledger: Ledger;
  readonly #ready = new Map<Frame, Run>();
  readonly #frames = new Set<Frame>();
  readonly #gone = new Set<Frame>();
  readonly #executions = new Set<Execution>();
  readonly #mapRuns = new Map<string, MapRun>();
  readonly #attended = new Set<string>();
  readonly #begun = new Set<string>();
  readonly #events: { readonly execution: number; readonly event: HistoryEvent }[] = [];
  readonly #writes: (() => void)[] = [];
  readonly #effects: (() => void)[] = [];

  constructor(ledger: Ledger, now: number) {
    this.#ledger = ledger;
    this.now = now;
  }

  /** Writes an event after `previous` and returns its id. @throws HistoryFullError */
  event(run: Run, previous: number, event: { readonly type: string; readonly [details: string]: unknown }): number {
    const { execution } = run;
    const ends = event.type.startsWith('Execution');
    if (execution.lastEvent >= MAX_EVENTS - 1 && !ends) throw new HistoryFullError();
    const id = ++execution.lastEvent;
    const written = { id, previousEventId: previous, timestamp: this.now, ...event } as HistoryEvent;
    this.#events.push({ execution: execution.number, event: written });
    this.#executions.add(execution);
    return id;
  }

  /** The frame goes on within this turn. */
  ready(run: Run, frame: Frame): void {
    this.#frames.add(frame);
    this.#ready.set(frame, run);
  }

  /** Takes the frame that became ready first. */
  next(): { readonly run: Run; readonly frame: Frame } | undefined {
    for (const [frame, run] of this.#ready) {
      this.#ready.delete(frame);
      return { run, frame };
    }
    return undefined;
  }

  save(frame: Frame): void {
    this.#frames.add(frame);
  }

  saveExecution(execution: Execution): void {
    this.#executions.add(execution);
  }

  saveMapRun(mapRun: MapRun): void {
    this.#mapRuns.set(mapRun.arn, mapRun);
  }

  mapRunAt(arn: string): MapRun {
    const mapRun = this.#mapRuns.get(arn) ?? this.#ledger.mapRuns.get(arn);
    if (mapRun === undefined) throw new Error(`The store has no Map Run ${arn}.`);
    return mapRun;
  }

  /** The Map Run is looked at within this turn, once its children have come to rest. */
  attend(mapRunArn: string): void {
    this.#attended.add(mapRunArn);
  }

  /** Takes the Map Run that is to be looked at first. */
  nextMapRun(): string | undefined {
    for (const arn of this.#attended) {
      this.#attended.delete(arn);
      return arn;
    }
    return undefined;
  }

  /** True the first time in this turn. */
  begins(what: string): boolean {
    const first = !this.#begun.has(what);
    this.#begun.add(what);
    return first;
  }

  remove(run: Run, frame: Frame): void {
    run.remove(frame);
    this.#frames.delete(frame);
    this.#gone.add(frame);
  }

  /** Something else to be written in the same transaction: a timer, an event for the bus. */
  write(write: () => void): void {
    this.#writes.push(write);
  }

  /** Something to be done once all is written. It must not throw. */
  effect(effect: () => void): void {
    this.#effects.push(effect);
  }

  commit(): void {
    const { store, frames, executions, mapRuns, history } = this.#ledger;
    store.transaction(() => {
      for (const { key } of this.#gone) if (frames.has(key)) frames.delete(key);
      for (const frame of this.#frames) if (!this.#gone.has(frame)) frames.set(frame.key, frame);
      for (const execution of this.#executions) executions.set(execution.arn, execution);
      for (const mapRun of this.#mapRuns.values()) mapRuns.set(mapRun.arn, mapRun);
      for (const { execution, event } of this.#events) history.append(execution, event);
      for (const write of this.#writes) write();
    });
    for (const effect of this.#effects) effect();
  }
}
