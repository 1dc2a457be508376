import { PublishCommand, SNSClient } from '@aws-sdk/client-sns';
import { clientConfiguration } from './clients.ts';

/** What happened; subscribers may filter by it. Those of `pages` need somebody now. */
export type NotificationKind =
  | 'UnclaimedData'
  | 'DatasetRejected'
  | 'DatasetTooLarge'
  | 'GateFailed'
  | 'VersionRegistered'
  | 'ApprovalExpired'
  | 'Released'
  | 'ReleaseRolledBack'
  | 'FirstReleaseFailed'
  | 'RolledBack'
  | 'RollbackFailed'
  | 'NothingToRollBackTo'
  | 'ServingMismatch'
  | 'PredictionsPassed'
  | 'PredictionsFailed'
  | 'LabelsUnreadable';

const pages: ReadonlySet<NotificationKind> = new Set([
  'RollbackFailed',
  'NothingToRollBackTo',
  'ServingMismatch',
  'PredictionsFailed',
]);

export interface Notification {
  readonly kind: NotificationKind;
  readonly model?: string;
  /** One line, cut to 100 characters. */
  readonly subject: string;
  readonly message: string;
}

/** Telling people. */
export interface Notifications {
  publish(notification: Notification): Promise<void>;
}

/** {@link Notifications} on an SNS topic, with the attributes kind, severity (page or info) and model to filter by. */
export function snsNotifications(topicArn: string, client = new SNSClient(clientConfiguration())): Notifications {
  return {
    async publish({ kind, model, subject, message }) {
      const attribute = (value: string) => ({ DataType: 'String', StringValue: value });
      await client.send(
        new PublishCommand({
          TopicArn: topicArn,
          Subject: subjectLine(subject),
          Message: message,
          MessageAttributes: {
            kind: attribute(kind),
            severity: attribute(pages.has(kind) ? 'page' : 'info'),
            ...(model === undefined ? {} : { model: attribute(model) }),
          },
        }),
      );
    },
  };
}

/** SNS takes 100 printable ASCII characters on one line. */
function subjectLine(text: string): string {
  return text
    .replaceAll(/[^\x21-\x7e]+/g, ' ')
    .trim()
    .slice(0, 100);
}
