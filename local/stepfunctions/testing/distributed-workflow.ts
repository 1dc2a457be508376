import { PUT_OBJECT } from './distributed-map.ts';
import { invokeTask } from './sfn-cloud.ts';

const Retry = [{ ErrorEquals: ['Lambda.Unknown'], IntervalSeconds: 1, MaxAttempts: 5 }];
const ProcessorConfig = { Mode: 'DISTRIBUTED', ExecutionType: 'STANDARD' };

/**
 * Two distributed Maps: one reads `items.jsonl` of the bucket `data` in batches and writes its results there, one of children that wait. Ends
 * with {batches: [2, 2, 1], waited: [1, 2, 3]}.
 */
export const DISTRIBUTED_WORKFLOW = {
  StartAt: 'Read',
  States: {
    Read: {
      Type: 'Map',
      Label: 'Read',
      ItemReader: {
        Resource: 'arn:aws:states:::s3:getObject',
        Arguments: { Bucket: 'data', Key: 'items.jsonl' },
        ReaderConfig: { InputType: 'JSONL' },
      },
      ItemBatcher: { MaxItemsPerBatch: 2 },
      MaxConcurrency: 2,
      ItemProcessor: {
        ProcessorConfig,
        StartAt: 'Call',
        States: { Call: { ...invokeTask('slowly'), Retry, End: true } },
      },
      ResultWriter: { Resource: PUT_OBJECT, Arguments: { Bucket: 'data', Prefix: 'results' } },
      Assign: { manifest: '{% $states.result.ResultWriterDetails.Key %}' },
      Next: 'Manifest',
    },
    Manifest: {
      Type: 'Task',
      Resource: 'arn:aws:states:::aws-sdk:s3:getObject',
      Arguments: { Bucket: 'data', Key: '{% $replace($manifest, "manifest", "SUCCEEDED_0") %}' },
      Assign: { batches: '{% $parse($states.result.Body).$count($parse(Output).Items) %}' },
      Retry: [{ ErrorEquals: ['S3.SdkClientException'] }],
      Next: 'Wait',
    },
    Wait: {
      Type: 'Map',
      Label: 'Wait',
      Items: [1, 2, 3],
      MaxConcurrency: 2,
      ItemProcessor: {
        ProcessorConfig,
        StartAt: 'Pause',
        States: { Pause: { Type: 'Wait', Seconds: '{% 10 * $states.input %}', End: true } },
      },
      Output: { batches: '{% $batches %}', waited: '{% $states.result %}' },
      End: true,
    },
  },
};
