import { asText, optimized } from './optimized.ts';

/** `sns:publish`. A Message that is no text is published as JSON. */
const pair = optimized(
  { resourceType: 'sns', resource: 'publish' },
  {
    id: 'sns',
    operation: 'Publish',
    service: 'AmazonSNS',
    prefix: 'SNS',
    general: 'AmazonSNSException',
    input: ({ Message, ...rest }) => ({ ...rest, Message: asText(Message) }),
  },
);

export const snsPublish = pair.plain;
export const snsPublishForToken = pair.forToken;
