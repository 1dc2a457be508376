import { type EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { OperatorError } from '../operator-error.ts';

export interface RetrainRequest {
  readonly model: string;
  readonly actor: string;
  readonly force: boolean;
}

export interface RollbackRequest {
  readonly model: string;
  readonly actor: string;
  readonly reason: string;
}

/** Asking the line for something, by the door everything else comes in through. Each answers the event's id, which is its business key. */
export interface Requests {
  retrain(request: RetrainRequest): Promise<string>;
  rollback(request: RollbackRequest): Promise<string>;
}

/** {@link Requests} on the default event bus. @throws OperatorError AWS_REFUSED for an entry that EventBridge did not take */
export function eventBridgeRequests(client: EventBridgeClient): Requests {
  const put = async (DetailType: string, detail: object) => {
    const Entries = [{ Source: 'andon', DetailType, Detail: JSON.stringify(detail) }];
    const [entry] = (await client.send(new PutEventsCommand({ Entries }))).Entries ?? [];
    if (entry?.EventId !== undefined) return entry.EventId;
    throw new OperatorError(
      'AWS_REFUSED',
      `EventBridge did not take the event ${DetailType}: ${entry?.ErrorCode ?? 'no reason given'} ${entry?.ErrorMessage ?? ''}. Nothing was started; try again.`,
    );
  };
  return {
    retrain: (request) => put('Retrain Requested', { ...request, kind: 'request' }),
    rollback: (request) => put('Rollback Requested', request),
  };
}
