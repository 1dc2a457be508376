import type { Fault, FaultPoint } from '../../local/cloud.ts';
import type { Dice } from './dice.ts';
import type { Death } from './invocation.ts';
import { NO_FAULTS, type Outage, type Schedule } from './schedule.ts';

/** What goes wrong with one invocation. */
export type Fate =
  | { readonly kind: 'throttled' }
  /** Its caller is told of an error while it goes on. */
  | { readonly kind: 'lost' }
  | { readonly kind: 'dies'; readonly death: Death };

/** Decides, call by call, what goes wrong. Nothing does once it is calm. */
export interface Chaos {
  fault(point: FaultPoint): Fault | undefined;
  fate(): Fate | undefined;
}

interface ChaosOptions {
  readonly schedule: Pick<Schedule, 'faults' | 'outages' | 'calmAt'>;
  readonly dice: Dice;
  /** Minutes since the schedule began. */
  readonly minute: () => number;
}

/** Calls that SageMaker may refuse for want of capacity, and the places where a running job fails. */
const JOB_CREATIONS = new Set(['CreateTrainingJob', 'CreateTransformJob']);
const JOB_WORK = new Set(['RunTrainingJob', 'RunTransformJob']);

export function createChaos({ schedule, dice, minute }: ChaosOptions): Chaos {
  const faults = () => (minute() < schedule.calmAt ? schedule.faults : NO_FAULTS);
  const outage = (point: FaultPoint) => schedule.outages.find((each) => strikes(each, point, minute()));
  // No draw for what cannot happen, so that schedules without faults cost nothing.
  const happens = (share: number) => share > 0 && dice.chance(share);

  return {
    fault(point) {
      const { service, operation } = point;
      const now = faults();
      if (service === 'eventbridge' && operation === 'Deliver') {
        if (happens(now.eventLost)) return { id: 'lost', drop: true };
        if (happens(now.eventTwice)) return { id: 'twice', error: { code: 'Duplicate', message: '' } };
        return happens(now.eventLate) ? { id: 'late', error: unavailable } : undefined;
      }
      if (service === 'sagemaker-runtime') return undefined;
      if (operation === 'RollBackEndpoint') {
        return happens(now.rollbackFails) ? { id: 'stuck', error: { code: 'x', message: 'No instances.' } } : undefined;
      }
      if (JOB_WORK.has(operation)) {
        if (happens(now.noCapacity)) return { id: 'capacity', error: { code: 'CapacityError', message: '' } };
        return happens(now.jobFails)
          ? { id: 'job', error: { code: 'AlgorithmError', message: 'It broke.' } }
          : undefined;
      }
      const probe = operation === 'CreateEndpoint' && point.subject.EndpointName?.endsWith('-probe') === true;
      if ((JOB_CREATIONS.has(operation) || probe) && happens(now.noCapacity))
        return { id: 'limit', error: limitExceeded };
      const out = outage(point);
      if (out !== undefined && (out.prefix !== '' || dice.chance(0.9))) return { id: 'outage', error: unavailable };
      if (happens(now.refused)) return { id: 'refused', error: dice.chance(0.5) ? throttled(service) : unavailable };
      if (happens(now.dropped)) return { id: 'dropped', drop: true };
      if (happens(now.answerLost)) return { id: 'unheard', dropAnswer: true };
      const write = service === 's3' && operation === 'PutObject' && conditional(point);
      return write && happens(now.conflict) ? { id: 'conflict', error: conflict } : undefined;
    },
    fate() {
      const now = faults();
      if (happens(now.throttled)) return { kind: 'throttled' };
      if (happens(now.invocationLost)) return { kind: 'lost' };
      if (!happens(now.timeout)) return undefined;
      return { kind: 'dies', death: { call: dice.whole(1, 12), after: dice.chance(0.5) } };
    },
  };
}

const unavailable = { code: 'ServiceUnavailable', message: 'Please try again.', status: 503 };
const conflict = { code: 'ConditionalRequestConflict', message: 'A conflicting operation occurred.', status: 409 };
const limitExceeded = {
  code: 'ResourceLimitExceeded',
  message: 'The account-level service limit is 1 Instances, with current utilization of 1 Instances.',
};

function throttled(service: string) {
  return service === 's3'
    ? { code: 'SlowDown', message: 'Please reduce your request rate.', status: 503 }
    : { code: 'ThrottlingException', message: 'Rate exceeded', status: 429 };
}

function conditional({ subject }: FaultPoint): boolean {
  return subject.IfMatch !== undefined || subject.IfNoneMatch !== undefined;
}

function strikes({ service, prefix, from, until }: Outage, point: FaultPoint, minute: number): boolean {
  if (service !== point.service || minute < from || minute >= until) return false;
  return (point.subject.Key ?? point.subject.Prefix ?? '').startsWith(prefix);
}
