import { StateError } from '../interpreter/state-error.ts';
import { isObject, type Json } from '../json.ts';
import { asText, optimized } from './optimized.ts';

/** `events:putEvents`. The execution and its machine are added to each entry's Resources. Source: AWS developer guide. */
const pair = optimized(
  { resourceType: 'events', resource: 'putEvents' },
  {
    id: 'eventbridge',
    operation: 'PutEvents',
    service: 'EventBridge',
    prefix: 'EventBridge',
    general: 'AmazonEventBridgeException',
    input: ({ Entries }, { executionArn, machineArn }) => ({
      Entries: (Array.isArray(Entries) ? Entries : []).map((entry: Json) => {
        const { Detail, Resources, ...rest } = isObject(entry) ? entry : {};
        const named = Array.isArray(Resources) ? Resources : [];
        return { ...rest, Detail: asText(Detail), Resources: [...named, executionArn, machineArn] };
      }),
    }),
  },
  (result) => {
    if (result.FailedEntryCount === 0) return;
    throw new StateError({ error: 'EventBridge.FailedEntry', cause: JSON.stringify(result) });
  },
);

export const eventsPutEvents = pair.plain;
export const eventsPutEventsForToken = pair.forToken;
