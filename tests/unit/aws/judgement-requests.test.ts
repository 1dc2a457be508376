import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { mockClient } from 'aws-sdk-client-mock';
import { beforeEach, describe, expect, it } from 'vitest';
import { eventBridgeJudgementRequests } from '#aws/judgement-requests.ts';
import { parseEvent } from '#events/parse-event.ts';

const client = new EventBridgeClient({ region: 'us-east-1' });
const bus = mockClient(client);
const requests = eventBridgeJudgementRequests(client);

beforeEach(() => bus.reset());

describe('a request to judge labels', () => {
  it('is an event that its function understands', async () => {
    bus.on(PutEventsCommand).resolves({ Entries: [{ EventId: '1' }] });
    await requests.request('churn', 'reconcile');
    const [entry] = bus.commandCalls(PutEventsCommand)[0]?.args[0].input.Entries ?? [];
    const event = { id: '1', time: '2026-03-01T00:00:00Z', source: entry?.Source, 'detail-type': entry?.DetailType };
    expect(parseEvent({ ...event, detail: JSON.parse(entry?.Detail ?? '') })).toMatchObject({
      outcome: 'known',
      event: { detail: { model: 'churn', actor: 'reconcile' } },
    });
  });

  it('fails when EventBridge did not take it', async () => {
    bus.on(PutEventsCommand).resolves({ Entries: [{ ErrorCode: 'ThrottlingException', ErrorMessage: 'slow down' }] });
    await expect(requests.request('churn', 'reconcile')).rejects.toThrow('ThrottlingException slow down');
  });
});
