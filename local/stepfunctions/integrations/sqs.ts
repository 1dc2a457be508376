import { asText, optimized } from './optimized.ts';

/** `sqs:sendMessage`. A MessageBody that is no text is sent as JSON. */
const pair = optimized(
  { resourceType: 'sqs', resource: 'sendMessage' },
  {
    id: 'sqs',
    operation: 'SendMessage',
    service: 'AmazonSQS',
    prefix: 'SQS',
    general: 'AmazonSQSException',
    input: ({ MessageBody, ...rest }) => ({ ...rest, MessageBody: asText(MessageBody) }),
  },
);

export const sqsSendMessage = pair.plain;
export const sqsSendMessageForToken = pair.forToken;
