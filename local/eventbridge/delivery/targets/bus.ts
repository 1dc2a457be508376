import type { TargetKind } from './target-kind.ts';

/** Another bus of the account: the event keeps its id, source and detail. */
export const BUS_ARN = /^arn:aws[\w-]*:events:[^:]+:\d{12}:event-bus\//;

export function busTarget(put: (bus: string, event: import('../../event.ts').Event) => void): TargetKind {
  return { arn: BUS_ARN, send: (_, { target, event }) => put(target.Arn.split('event-bus/')[1] ?? '', event) };
}
