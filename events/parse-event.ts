import * as z from 'zod';
import { AlarmStateChange } from './alarm-state-change.ts';
import { EndpointStateChange } from './endpoint-state-change.ts';
import { ExecutionStatusChange } from './execution-status-change.ts';
import { ModelPackageStateChange } from './model-package-state-change.ts';
import { ObjectCreated } from './object-created.ts';
import { JudgementRequested, RetrainRequested, RollbackRequested } from './requested.ts';
import { ScheduledEvent } from './scheduled-event.ts';
import { TrainingJobStateChange } from './training-job-state-change.ts';
import { TransformJobStateChange } from './transform-job-state-change.ts';

/** Every event Andon acts on, told apart by `detail-type`. */
export const KnownEvent = z.discriminatedUnion('detail-type', [
  ObjectCreated,
  ModelPackageStateChange,
  TrainingJobStateChange,
  TransformJobStateChange,
  EndpointStateChange,
  AlarmStateChange,
  ExecutionStatusChange,
  ScheduledEvent,
  RetrainRequested,
  RollbackRequested,
  JudgementRequested,
]);

export type KnownEvent = z.infer<typeof KnownEvent>;

export type ParsedEvent =
  | { readonly outcome: 'known'; readonly event: KnownEvent }
  /** Malformed or foreign: to be logged, counted and acknowledged, since trying again cannot help. */
  | { readonly outcome: 'foreign'; readonly reason: string };

/** Reads whatever a rule delivered. Never throws. */
export function parseEvent(value: unknown): ParsedEvent {
  const result = KnownEvent.safeParse(value);
  if (result.success) return { outcome: 'known', event: result.data };
  const reason = result.error.issues.map(({ path, message }) => `${path.join('.') || 'event'}: ${message}`).join('; ');
  return { outcome: 'foreign', reason };
}
