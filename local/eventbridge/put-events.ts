import type { PutEventsRequestEntry } from '@aws-sdk/client-eventbridge';
import type { Cloud } from '../cloud.ts';
import { busName, DEFAULT_BUS } from './buses/bus.ts';
import type { Switchboard } from './delivery/switchboard.ts';
import { validation } from './errors.ts';
import { type Event, eventTime } from './event.ts';
import type { Shelf } from './shelf.ts';

/** Source: the API's PutEvents: 1 to 10 entries, less than 1 MB together. */
const MAX_ENTRIES = 10;
const MAX_BYTES = 1_048_576;

export interface PutEventsParts {
  readonly cloud: Cloud;
  readonly shelf: Shelf;
  readonly switchboard: Switchboard;
}

/** Puts events on buses; what is wrong with one entry is told in its result and does not hinder the others. */
export function putEvents(
  parts: PutEventsParts,
  { Entries = [] }: { Entries?: readonly PutEventsRequestEntry[] | undefined },
) {
  if (Entries.length < 1 || Entries.length > MAX_ENTRIES) {
    throw validation(`PutEvents takes 1 to ${MAX_ENTRIES} entries, not ${Entries.length}.`);
  }
  if (Buffer.byteLength(JSON.stringify(Entries)) >= MAX_BYTES) {
    throw validation('Total size of the entries in the request is over the limit.');
  }
  const results = Entries.map((entry) => putEntry(parts, entry));
  return { FailedEntryCount: results.filter((result) => 'ErrorCode' in result).length, Entries: results };
}

function putEntry({ cloud, shelf, switchboard }: PutEventsParts, entry: PutEventsRequestEntry) {
  const detail = objectIn(entry.Detail);
  const wrong = fault(entry, detail);
  if (wrong !== undefined || detail === undefined) return wrong ?? MALFORMED;
  const bus = busName(entry.EventBusName);
  const id = cloud.uuid();
  const event: Event = {
    version: '0',
    id,
    'detail-type': entry.DetailType ?? '',
    source: entry.Source ?? '',
    account: cloud.account,
    time: eventTime(entry.Time?.getTime() ?? cloud.clock.now()),
    region: cloud.region,
    resources: entry.Resources ?? [],
    detail,
  };
  // An event for a bus that does not exist is accepted and goes nowhere, as on AWS.
  if (bus === DEFAULT_BUS || shelf.buses.has(bus)) switchboard.put(event, { bus });
  return { EventId: id };
}

const MALFORMED = { ErrorCode: 'MalformedDetail', ErrorMessage: 'Detail is malformed.' };

function fault(entry: PutEventsRequestEntry, detail: object | undefined) {
  for (const name of ['Source', 'DetailType', 'Detail'] as const) {
    if (entry[name]) continue;
    const ErrorMessage = `Parameter ${name} is not valid. Reason: ${name} is a required argument.`;
    return { ErrorCode: 'InvalidArgument', ErrorMessage };
  }
  if (entry.Source?.startsWith('aws.') === true) {
    return { ErrorCode: 'NotAuthorizedForSourceException', ErrorMessage: 'Not authorized for the source.' };
  }
  return detail === undefined ? MALFORMED : undefined;
}

function objectIn(text: string | undefined): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(text ?? '');
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as Record<string, unknown>)
      : undefined;
  } catch {
    return undefined;
  }
}
