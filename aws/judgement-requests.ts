import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { clientConfiguration } from './clients.ts';

/** Asking for labels to be judged, by the door that landing labels come in through. */
export interface JudgementRequests {
  request(model: string, actor: string): Promise<void>;
}

/** {@link JudgementRequests} on the default event bus. */
export function eventBridgeJudgementRequests(client = new EventBridgeClient(clientConfiguration())): JudgementRequests {
  return {
    async request(model, actor) {
      const entry = { Source: 'andon', DetailType: 'Judgement Requested', Detail: JSON.stringify({ model, actor }) };
      const [answer] = (await client.send(new PutEventsCommand({ Entries: [entry] }))).Entries ?? [];
      if (answer?.EventId !== undefined) return;
      throw new Error(`EventBridge did not take the request: ${answer?.ErrorCode} ${answer?.ErrorMessage}`);
    },
  };
}
