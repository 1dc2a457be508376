import type { Json } from '../../clock/clock.ts';
import type { Cloud } from '../../cloud.ts';
import { createAttempts, failureReason } from './attempts.ts';
import { STOPPING_SECONDS } from './durations.ts';
import { emitJobEvent } from './job-events.ts';
import { hasEnded, type JobRecord, type JobType, jobCollection } from './job-record.ts';
import type { Attempt, JobBehaviour } from './job-type.ts';
import { type Change, changed } from './transitions.ts';

const TOPIC = 'sagemaker.job';
type Step = 'next' | 'expire' | 'stopped';

/** Takes jobs through their phases on the virtual clock while their programs really run. */
export interface JobEngine {
  /** Begins the life of a new job, which must be in its first phase. */
  start(job: JobRecord): void;
  /** Asks a job in progress to stop. */
  stop(job: JobRecord): void;
  resume(): void;
  close(): Promise<void>;
}

export function createJobEngine(cloud: Cloud, behaviours: Readonly<Record<JobType, JobBehaviour>>): JobEngine {
  const { clock, store } = cloud;
  const jobs = jobCollection(cloud);
  const attempts = createAttempts(cloud);
  let closed = false;
  clock.on(TOPIC, onTimer);

  return {
    start(job) {
      store.transaction(() => {
        jobs.set(job.arn, job);
        scheduleNext(job);
      });
      emitJobEvent(cloud, job, behaviours[job.type]);
    },
    stop(job) {
      beginStopping(job, 'Stopped');
      void attempts.existing(job)?.then((attempt) => attempt.stop());
    },
    resume() {
      for (const job of jobs.values()) {
        if (job.status !== 'InProgress' || job.phase === 0) continue;
        void clock.holding(`the inputs of ${job.name}`, () => attempts.of(job, behaviours[job.type]));
      }
    },
    async close() {
      closed = true;
      await attempts.close();
    },
  };

  async function onTimer(data: Json): Promise<void> {
    const { arn, step } = data as { arn: string; step: Step };
    const job = jobs.get(arn);
    if (job === undefined || hasEnded(job)) return;
    if (step === 'expire') beginStopping(job, 'MaxRuntimeExceeded');
    else if (step === 'stopped') await finishStopping(job);
    else await advance(job).catch((error: unknown) => finish(arn, 'Failed', failureReason(error)));
  }

  async function advance(job: JobRecord): Promise<void> {
    const behaviour = behaviours[job.type];
    if (job.fault !== undefined) return finish(job.arn, 'Failed', job.fault);
    if (job.phase > 0) {
      const attempt = await attempts.of(job, behaviour);
      const outcome = await outcomeSoFar(attempt, behaviour.phases[job.phase]?.name === behaviour.workPhase);
      await unlessClosed();
      // It may have been asked to stop while its program ran.
      if (jobs.get(job.arn)?.status !== 'InProgress') return;
      if (outcome?.end === 'failed') return finish(job.arn, 'Failed', outcome.reason);
      if (outcome?.end === 'outOfTime') return beginStopping(job, 'MaxRuntimeExceeded');
    }
    const next = behaviour.phases[job.phase + 1];
    if (next === undefined) return finish(job.arn, 'Completed');
    const startedAt = job.startedAt ?? clock.now();
    const rest = { phase: job.phase + 1, startedAt };
    const moved = change(job, { status: 'InProgress', secondary: next.name, rest });
    if (job.phase > 0) return;
    await attempts.of(moved, behaviour);
    await unlessClosed();
  }

  /** Uploads what the job leaves, and ends it. */
  async function finish(arn: string, ending: 'Completed' | 'Failed', reason?: string): Promise<void> {
    const job = jobs.get(arn);
    if (job === undefined || hasEnded(job)) return;
    const result = await published(job, ending);
    if (jobs.get(arn)?.status !== 'InProgress') return;
    if ('failure' in result && ending === 'Completed') return finish(arn, 'Failed', result.failure);
    const rest = { ...('failure' in result ? {} : result), ...(reason === undefined ? {} : { failureReason: reason }) };
    change(job, { status: ending, secondary: ending, rest });
    await attempts.discard(job);
  }

  function beginStopping(job: JobRecord, stopsAs: 'Stopped' | 'MaxRuntimeExceeded'): void {
    change(job, { status: 'Stopping', secondary: 'Stopping', rest: { stopsAs } });
  }

  async function finishStopping(job: JobRecord): Promise<void> {
    const attempt = await attempts.existing(job);
    await attempt?.stop();
    const result = await published(job, 'Stopped');
    const rest = 'failure' in result ? {} : result;
    change(job, { status: 'Stopped', secondary: job.stopsAs ?? 'Stopped', rest });
    await attempts.discard(job);
  }

  async function published(job: JobRecord, ending: 'Completed' | 'Failed' | 'Stopped') {
    const attempt = await attempts.existing(job);
    try {
      const result = await attempt?.publish(ending);
      await unlessClosed();
      return result === undefined ? {} : { result };
    } catch (error) {
      await unlessClosed();
      return { failure: failureReason(error) };
    }
  }

  function change(job: JobRecord, what: Omit<Change, 'at'>): JobRecord {
    const next = changed(job, { ...what, at: clock.now() });
    store.transaction(() => {
      jobs.set(job.arn, next);
      if (next.status === 'InProgress') scheduleNext(next);
      if (next.status === 'Stopping') schedule(next, 'stopped', clock.now() + STOPPING_SECONDS * 1000);
    });
    emitJobEvent(cloud, next, behaviours[next.type]);
    return next;
  }

  function scheduleNext(job: JobRecord): void {
    const behaviour = behaviours[job.type];
    const end = clock.now() + (behaviour.phases[job.phase]?.seconds ?? 0) * 1000;
    const limit = behaviour.maxRuntimeSeconds(job) ?? Number.POSITIVE_INFINITY;
    const deadline = (job.startedAt ?? Number.POSITIVE_INFINITY) + limit * 1000;
    if (deadline < end) schedule(job, 'expire', deadline);
    else schedule(job, 'next', end);
  }

  /** A job has one timer at a time, so a later decision replaces an earlier one. */
  function schedule({ arn }: JobRecord, step: Step, at: number): void {
    clock.schedule({ id: `${TOPIC}.${arn}`, topic: TOPIC, at, data: { arn, step } });
  }

  /** Once the cloud closes nothing may be written: what is under way stays as it is and is met again after a restart. */
  function unlessClosed(): Promise<void> {
    return closed ? new Promise(() => {}) : Promise.resolve();
  }
}

/** What is known of an attempt's end; before its work phase is over only a failure that is there already. */
function outcomeSoFar(attempt: Attempt, workIsDue: boolean) {
  return workIsDue ? attempt.done : attempt.startFailure;
}
