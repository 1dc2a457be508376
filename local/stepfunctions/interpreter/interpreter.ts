import type { Cloud } from '../../cloud.ts';
import type { Execution } from '../executions/execution.ts';
import type { Ledger } from '../ledger.ts';
import type { MapRun } from '../map-runs/map-run.ts';
import type { QueryCompiler } from '../query/query.ts';
import { addRoot } from './add-root.ts';
import { answerCall, answerExecution } from './answer.ts';
import { due } from './due.ts';
import { finish } from './finish.ts';
import type { Frame, Wait } from './frame.ts';
import type { Dispatch, End, Later, Machinery } from './machinery.ts';
import { Mailbox } from './mailbox.ts';
import { closeMapRun } from './map-run-end.ts';
import { advanceMapRun, childClosed } from './map-run-progress.ts';
import { lostCall, outcomeOf } from './outcome.ts';
import { Programs } from './programs.ts';
import { redrive } from './redrive.ts';
import { Run } from './run.ts';
import { step } from './step.ts';
import { takeUpMapRun } from './take-up-map-run.ts';
import { taskFailed } from './task-answer.ts';
import { issueToken, readToken } from './task-token.ts';
import {
  EXECUTION_TOPIC,
  scheduleExecutionTimeout,
  scheduleWait,
  unscheduleWait,
  WAIT_TOPIC,
  type WaitDue,
} from './timers.ts';
import { HistoryFullError, Turn } from './turn.ts';
import { Visit } from './visit.ts';
import { Watchers } from './watchers.ts';

/** Where a wait is: enough to find it again, or to see that it is over. */
export interface WaitRef {
  readonly execution: string;
  readonly frame: number;
  readonly wait: number;
}

/** Runs the executions: turns messages (starts, answers, timers, requests) into steps of their frames. */
export class Interpreter {
  readonly cloud: Cloud;
  readonly ledger: Ledger;
  readonly programs: Programs;
  readonly #runs = new Map<string, Run>();
  /** The runs that a Map Run has started, by its ARN. */
  readonly #children = new Map<string, Set<Run>>();
  readonly #watchers = new Watchers();
  readonly #mailbox: Mailbox<Turn>;
  readonly #machinery: Machinery;
  readonly #secret: string;

  constructor(cloud: Cloud, ledger: Ledger, compiler: QueryCompiler) {
    this.cloud = cloud;
    this.ledger = ledger;
    this.programs = new Programs(ledger, compiler);
    this.#secret = ledger.secrets.get('task token') ?? cloud.uuid();
    ledger.secrets.set('task token', this.#secret);
    this.#mailbox = new Mailbox(cloud.clock, {
      begin: () => new Turn(ledger, cloud.clock.now()),
      settle: (turn) => this.#settle(turn),
      commit: (turn) => turn.commit(),
    });
    this.#machinery = this.#createMachinery();
    cloud.clock.on(WAIT_TOPIC, async (data) => await this.#due(data as unknown as WaitDue));
    cloud.clock.on(EXECUTION_TOPIC, async (data) => await this.#timeOut((data as { execution: string }).execution));
  }

  /** Begins an execution whose record and first event are written. */
  start(execution: Execution): void {
    const run = this.#open(execution, []);
    void this.#mailbox.submit((turn) => {
      addRoot(run, turn);
      this.#limit(turn, run);
    });
  }

  /** Ends an execution as ABORTED; one that is closed stays as it is. */
  async stop(arn: string, why: { readonly error?: string | undefined; readonly cause?: string | undefined }) {
    await this.#mailbox.submit((turn) => this.#end(turn, arn, { status: 'ABORTED', ...why }));
  }

  async redrive(execution: Execution, note: (execution: Execution) => void): Promise<void> {
    await this.#mailbox.submit(async (turn) => {
      const frames = this.ledger.frames.values().filter(({ execution: arn }) => arn === execution.arn);
      const run = this.#open(execution, frames);
      note(execution);
      if (frames.length === 0) addRoot(run, turn);
      await this.#guarded(this.#rootOf(run, turn), redrive);
      this.#limit(turn, run);
    });
  }

  /** Changes a Map Run and looks at it anew. */
  async update(mapRun: MapRun, change: () => void): Promise<void> {
    await this.#mailbox.submit((turn) => {
      change();
      turn.saveMapRun(mapRun);
      turn.attend(mapRun.arn);
    });
  }

  /** The wait a task token of ours stands for; undefined for any other text. */
  readToken(token: string): WaitRef | undefined {
    return readToken(token, this.#secret);
  }

  /** Does something at a wait in a turn; resolves to false if the wait is over. */
  async at(ref: WaitRef, work: (visit: Visit) => Promise<void> | void): Promise<boolean> {
    return await this.#mailbox.submit(async (turn) => {
      const at = this.#waiting(ref);
      if (at === undefined) return false;
      await this.#guarded(new Visit(this.#machinery, turn, at), work);
      return true;
    });
  }

  /** After a start of the process: goes on with every execution. What was in flight is lost; its Retry decides. */
  resume(): void {
    const frames = Map.groupBy(this.ledger.frames.values(), ({ execution }) => execution);
    for (const execution of this.ledger.executions.values()) {
      if (execution.status !== 'RUNNING') continue;
      const own = frames.get(execution.arn) ?? [];
      if (own.length === 0) this.start(execution);
      else this.#takeUp(this.#open(execution, own));
    }
  }

  async close(): Promise<void> {
    await this.#mailbox.close();
  }

  #takeUp(run: Run): void {
    void this.#mailbox.submit(async (turn) => {
      for (const frame of run.frames) {
        const { wait } = frame;
        if (frame.status !== 'running') continue;
        const visit = new Visit(this.#machinery, turn, { run, frame });
        if (wait === undefined) turn.ready(run, frame);
        else if (wait.kind === 'mapRun') await this.#guarded(visit, takeUpMapRun);
        else if (wait.kind === 'call' || (isSubmitted(wait) && !wait.submitted)) {
          await this.#guarded(visit, (at) => taskFailed(at, lostCall(wait.prefix)));
        } else if (wait.kind === 'execution' && wait.arn !== undefined) this.#watch(visit, wait.arn);
      }
    });
  }

  #open(execution: Execution, frames: readonly Frame[]): Run {
    const run = new Run(execution, this.programs.of(execution.revisionId));
    for (const frame of frames) run.add(frame);
    this.#runs.set(execution.arn, run);
    if (execution.mapRun === undefined) return run;
    const { arn } = execution.mapRun;
    this.#children.set(arn, (this.#children.get(arn) ?? new Set()).add(run));
    return run;
  }

  #waiting({ execution, frame: id, wait }: WaitRef): { run: Run; frame: Frame } | undefined {
    const run = this.#runs.get(execution);
    const frame = run?.frame(id);
    if (run === undefined || frame?.status !== 'running' || frame.wait?.id !== wait) return undefined;
    return { run, frame };
  }

  #rootOf(run: Run, turn: Turn): Visit {
    const frame = run.frames.find(({ parent }) => parent === undefined);
    if (frame === undefined) throw new Error(`The execution ${run.execution.arn} has no frame.`);
    return new Visit(this.#machinery, turn, { run, frame });
  }

  async #settle(turn: Turn): Promise<void> {
    for (;;) {
      for (let next = turn.next(); next !== undefined; next = turn.next()) {
        const { run, frame } = next;
        const alive = run.frame(frame.id) === frame && frame.status === 'running' && frame.wait === undefined;
        if (alive) await this.#guarded(new Visit(this.#machinery, turn, next), step);
      }
      const arn = turn.nextMapRun();
      if (arn === undefined) return;
      await this.#advance(turn, turn.mapRunAt(arn));
    }
  }

  async #advance(turn: Turn, mapRun: MapRun): Promise<void> {
    const run = this.#runs.get(mapRun.execution);
    const frame = run?.frame(mapRun.frame);
    if (run === undefined || frame?.status !== 'running') return;
    if (frame.wait?.kind !== 'mapRun' || frame.wait.arn !== mapRun.arn) return;
    await this.#guarded(new Visit(this.#machinery, turn, { run, frame }), (visit) => advanceMapRun(visit, mapRun));
  }

  /** An execution that cannot go on fails; the others must not suffer from it. */
  async #guarded(visit: Visit, work: (visit: Visit) => Promise<void> | void): Promise<void> {
    try {
      await work(visit);
    } catch (error) {
      const cause = error instanceof HistoryFullError ? HISTORY_FULL : (error as Error).message;
      const root = this.#rootOf(visit.run, visit.turn);
      this.#machinery.finish(root, { status: 'FAILED', failure: { error: 'States.Runtime', cause } });
    }
  }

  #end(turn: Turn, arn: string, end: End): void {
    const run = this.#runs.get(arn);
    if (run !== undefined) this.#machinery.finish(this.#rootOf(run, turn), end);
  }

  #limit(turn: Turn, { execution, program }: Run): void {
    const { timeoutSeconds } = program;
    if (timeoutSeconds === undefined) return;
    const at = turn.now + timeoutSeconds * 1_000;
    turn.write(() => scheduleExecutionTimeout(this.cloud.clock, execution.arn, at));
  }

  async #due(data: WaitDue): Promise<void> {
    await this.at(data, async (visit) => await due(visit, data));
  }

  async #timeOut(arn: string): Promise<void> {
    await this.#mailbox.submit((turn) => this.#end(turn, arn, { status: 'TIMED_OUT' }));
  }

  #createMachinery(): Machinery {
    const { cloud, ledger } = this;
    const { clock } = cloud;
    return {
      cloud,
      ledger,
      later: (visit, wait, task) => visit.turn.effect(() => void this.#later(visit, wait, task)),
      open: (execution, frames = []) => this.#open(execution, frames),
      attend: ({ turn }, arn) => turn.effect(() => void this.#mailbox.submit((later) => later.attend(arn))),
      abortChildren: ({ turn }, arn) => {
        for (const run of [...(this.#children.get(arn) ?? [])]) {
          this.#machinery.finish(this.#rootOf(run, turn), { status: 'ABORTED' });
        }
      },
      dispatch: (visit, wait, call) => visit.turn.effect(() => void this.#call(visit, wait, call)),
      schedule: ({ turn, frame }, wait, timer) => scheduleWait(clock, { turn, frame, wait }, timer),
      unschedule: ({ turn, frame }, wait) => unscheduleWait(clock, { turn, frame, wait }),
      abandon: (visit, wait) => {
        const { turn, frame } = visit;
        unscheduleWait(clock, { turn, frame, wait });
        if (wait.kind === 'mapRun') closeMapRun(visit, turn.mapRunAt(wait.arn), 'ABORTED');
        if (wait.kind !== 'execution' || wait.arn === undefined) return;
        const { arn } = wait;
        turn.effect(() => void this.stop(arn, { cause: 'The execution that waited for this one went on without it.' }));
      },
      token: ({ frame }, wait) => issueToken({ execution: frame.execution, frame: frame.id, wait }, this.#secret),
      finish: (visit, end) => {
        const { execution } = visit.run;
        if (execution.status !== 'RUNNING') return;
        finish(visit, end);
        this.#runs.delete(execution.arn);
        this.#children.get(execution.mapRun?.arn ?? '')?.delete(visit.run);
        childClosed(visit.turn, execution);
        visit.turn.effect(() => this.#tell(execution.arn));
      },
    };
  }

  async #call({ run, frame }: Visit, wait: Wait, call: Dispatch): Promise<void> {
    const { arn, machineArn } = run.execution;
    await this.cloud.clock.holding(`a task of ${arn}`, async () => {
      const outcome = await outcomeOf(this.cloud, call, { executionArn: arn, machineArn });
      const ref = { execution: arn, frame: frame.id, wait: wait.id };
      await this.at(ref, async (visit) => {
        const started = await answerCall(visit, outcome);
        if (started !== undefined) this.#watch(visit, started);
      });
    });
  }

  async #later<T>({ run, frame }: Visit, wait: Wait, { label, work, done }: Later<T>): Promise<void> {
    await this.cloud.clock.holding(label, async () => {
      const outcome = await work().then(
        (value) => ({ value }),
        (error: unknown) => ({ error }),
      );
      const ref = { execution: run.execution.arn, frame: frame.id, wait: wait.id };
      await this.at(ref, async (visit) => await done(visit, outcome));
    });
  }

  /** Tells a waiting frame of another execution's end, at once if it has ended. */
  #watch({ frame, turn }: Visit, arn: string): void {
    if (frame.wait === undefined) return;
    this.#watchers.add(arn, { execution: frame.execution, frame: frame.id, wait: frame.wait.id });
    if (this.ledger.executions.get(arn)?.status !== 'RUNNING') turn.effect(() => this.#tell(arn));
  }

  #tell(arn: string): void {
    const ended = this.ledger.executions.get(arn);
    for (const ref of this.#watchers.take(arn)) {
      void this.at(ref, async (visit) => {
        if (ended !== undefined) await answerExecution(visit, ended);
      });
    }
  }
}

/** Source: AWS service quotas, execution history. */
const HISTORY_FULL = 'The execution reached the maximum number of history events (25000).';

function isSubmitted(wait: Wait): wait is Extract<Wait, { submitted: boolean }> {
  return wait.kind === 'token' || wait.kind === 'execution';
}
