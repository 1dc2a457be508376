import type { ServiceId } from '../cloud.ts';

/** How a service is recognised on the wire and where its schemas come from. */
export interface ServiceEntry {
  readonly id: ServiceId;
  /** Name in the SigV4 credential scope. */
  readonly signingName: string;
  /** Prefix of `x-amz-target` and of CBOR paths. */
  readonly target?: string;
  /** `Version` parameter of the query protocol. */
  readonly queryVersion?: string;
  readonly xmlNamespace?: string;
  /** REST services are spoken to by method and path, the others by operation name. */
  readonly rest?: 'json' | 'xml';
  /** The SDK client's module; its `*$` exports are the schemas. */
  readonly load: () => Promise<Readonly<Record<string, unknown>>>;
}

/** Every service that has a wire format here. Targets, names and namespaces are those of the botocore service models. */
export const SERVICE_TABLE: readonly ServiceEntry[] = [
  {
    id: 's3',
    signingName: 's3',
    rest: 'xml',
    xmlNamespace: 'http://s3.amazonaws.com/doc/2006-03-01/',
    load: () => import('@aws-sdk/client-s3'),
  },
  {
    id: 'sqs',
    signingName: 'sqs',
    target: 'AmazonSQS',
    queryVersion: '2012-11-05',
    xmlNamespace: 'http://queue.amazonaws.com/doc/2012-11-05/',
    load: () => import('@aws-sdk/client-sqs'),
  },
  {
    id: 'sns',
    signingName: 'sns',
    queryVersion: '2010-03-31',
    xmlNamespace: 'http://sns.amazonaws.com/doc/2010-03-31/',
    load: () => import('@aws-sdk/client-sns'),
  },
  {
    id: 'sts',
    signingName: 'sts',
    queryVersion: '2011-06-15',
    xmlNamespace: 'https://sts.amazonaws.com/doc/2011-06-15/',
    load: () => import('@aws-sdk/client-sts'),
  },
  {
    id: 'cloudformation',
    signingName: 'cloudformation',
    queryVersion: '2010-05-15',
    xmlNamespace: 'http://cloudformation.amazonaws.com/doc/2010-05-15/',
    load: () => import('@aws-sdk/client-cloudformation'),
  },
  {
    id: 'cloudwatch',
    signingName: 'monitoring',
    target: 'GraniteServiceVersion20100801',
    queryVersion: '2010-08-01',
    xmlNamespace: 'http://monitoring.amazonaws.com/doc/2010-08-01/',
    load: () => import('@aws-sdk/client-cloudwatch'),
  },
  { id: 'logs', signingName: 'logs', target: 'Logs_20140328', load: () => import('@aws-sdk/client-cloudwatch-logs') },
  { id: 'eventbridge', signingName: 'events', target: 'AWSEvents', load: () => import('@aws-sdk/client-eventbridge') },
  { id: 'sfn', signingName: 'states', target: 'AWSStepFunctions', load: () => import('@aws-sdk/client-sfn') },
  { id: 'sagemaker', signingName: 'sagemaker', target: 'SageMaker', load: () => import('@aws-sdk/client-sagemaker') },
  {
    id: 'sagemaker-runtime',
    signingName: 'sagemaker',
    rest: 'json',
    load: () => import('@aws-sdk/client-sagemaker-runtime'),
  },
  { id: 'lambda', signingName: 'lambda', rest: 'json', load: () => import('@aws-sdk/client-lambda') },
];
