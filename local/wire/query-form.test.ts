import { CreateChangeSetInput$, DescribeStacksInput$ } from '@aws-sdk/client-cloudformation';
import { PutMetricDataInput$ } from '@aws-sdk/client-cloudwatch';
import { CreateTopicInput$, PublishInput$ } from '@aws-sdk/client-sns';
import { SendMessageBatchRequest$ } from '@aws-sdk/client-sqs';
import { QueryShapeSerializer } from '@aws-sdk/core/protocols';
import { NormalizedSchema } from '@smithy/core/schema';
import { describe, expect, it } from 'vitest';
import { readQueryForm } from './query-form.ts';

const ISO_8601 = 5;

/** The form as the SDK's own client would send it. */
function write(schema: NormalizedSchema, input: object): URLSearchParams {
  const timestampFormat = { useTrait: true, default: ISO_8601 } as const;
  const serializer = new QueryShapeSerializer({ timestampFormat, serializeEmptyLists: true });
  serializer.write(schema, input);
  return new URLSearchParams(String(serializer.flush()));
}

describe('a query form', () => {
  it.each([
    [
      'lists and maps in lists',
      CreateChangeSetInput$,
      {
        StackName: 's',
        ChangeSetName: 'c',
        Capabilities: ['CAPABILITY_IAM', 'CAPABILITY_NAMED_IAM'],
        Parameters: [
          { ParameterKey: 'k', ParameterValue: 'v' },
          { ParameterKey: 'l', UsePreviousValue: true },
        ],
        ImportExistingResources: false,
      },
    ],
    [
      'maps',
      CreateTopicInput$,
      {
        Name: 'n',
        Attributes: { DisplayName: 'shown & <told>', Policy: '{"a":"b=c"}' },
        Tags: [{ Key: 'a', Value: '' }],
      },
    ],
    [
      'maps of structures with bytes',
      PublishInput$,
      { Message: 'ü\n', MessageAttributes: { 'a.b': { DataType: 'Binary', BinaryValue: new Uint8Array([0, 255]) } } },
    ],
    [
      'flattened lists',
      SendMessageBatchRequest$,
      {
        QueueUrl: 'q',
        Entries: Array.from({ length: 10 }, (_, n) => ({ Id: String(n), MessageBody: 'b', DelaySeconds: n })),
      },
    ],
    [
      'numbers and times',
      PutMetricDataInput$,
      {
        Namespace: 'n',
        MetricData: [
          {
            MetricName: 'm',
            Timestamp: new Date('2026-01-05T00:00:00Z'),
            Values: [0.5, -1e-7],
            Counts: [1, 2],
            StorageResolution: 1,
          },
        ],
      },
    ],
    ['nothing', DescribeStacksInput$, {}],
  ])('gives back %s as the client wrote them', (_what, ref, input) => {
    const schema = NormalizedSchema.of(ref);
    expect(readQueryForm(schema, write(schema, input))).toEqual(input);
  });

  it('leaves out what the operation does not know', () => {
    const form = new URLSearchParams('Action=CreateTopic&Version=2010-03-31&Name=n&Nonsense.1.2=x');
    expect(readQueryForm(NormalizedSchema.of(CreateTopicInput$), form)).toEqual({ Name: 'n' });
  });

  it('takes empty lists for empty', () => {
    const form = new URLSearchParams('Name=n&Tags=');
    expect(readQueryForm(NormalizedSchema.of(CreateTopicInput$), form)).toEqual({ Name: 'n', Tags: [] });
  });
});
