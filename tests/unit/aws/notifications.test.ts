import { PublishCommand, SNSClient } from '@aws-sdk/client-sns';
import { mockClient } from 'aws-sdk-client-mock';
import { beforeEach, describe, expect, it } from 'vitest';
import { snsNotifications } from '#aws/notifications.ts';

const client = new SNSClient({ region: 'us-east-1' });
const sns = mockClient(client);
const notifications = snsNotifications('arn:topic', client);
const published = () => sns.commandCalls(PublishCommand)[0]?.args[0].input;

beforeEach(() => {
  sns.reset();
  sns.on(PublishCommand).resolves({});
});

describe('a notification', () => {
  it('carries its kind and model to filter by, and a subject SNS accepts', async () => {
    const subject = `churn: 4 → 5\n${'x'.repeat(200)}`;
    await notifications.publish({ kind: 'Released', model: 'churn', subject, message: 'all traffic' });
    expect(published()).toMatchObject({
      TopicArn: 'arn:topic',
      Message: 'all traffic',
      MessageAttributes: {
        kind: { DataType: 'String', StringValue: 'Released' },
        severity: { StringValue: 'info' },
        model: { StringValue: 'churn' },
      },
    });
    expect(published()?.Subject).toMatch(/^churn: 4 5 x+$/);
    expect(published()?.Subject).toHaveLength(100);
  });

  it('pages when somebody is needed now', async () => {
    await notifications.publish({ kind: 'NothingToRollBackTo', subject: 's', message: 'm' });
    expect(published()?.MessageAttributes).toEqual({
      kind: { DataType: 'String', StringValue: 'NothingToRollBackTo' },
      severity: { DataType: 'String', StringValue: 'page' },
    });
  });
});
