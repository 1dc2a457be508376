import type { CreateService, MetricDatum } from '../../cloud.ts';

/** What a function's surroundings saw. */
export interface Recording {
  readonly lines: { readonly group: string; readonly stream: string; readonly message: string }[];
  readonly metrics: MetricDatum[];
  readonly sent: { readonly service: string; readonly operation: string; readonly input: Record<string, unknown> }[];
}

/** Logs, CloudWatch, SQS and SNS that only remember. */
export function recordingServices(): { recording: Recording; services: CreateService[] } {
  const recording: Recording = { lines: [], metrics: [], sent: [] };
  const remember = (service: string, operation: string) => (input: Record<string, unknown>) => {
    recording.sent.push({ service, operation, input });
    return { QueueUrl: `http://queue/${String(input.QueueName)}` };
  };
  const services: CreateService[] = [
    () => ({ id: 'logs', operations: {}, ports: { log: (line) => void recording.lines.push(line) } }),
    () => ({ id: 'cloudwatch', operations: {}, ports: { metric: (datum) => void recording.metrics.push(datum) } }),
    () => ({
      id: 'sqs',
      operations: { GetQueueUrl: remember('sqs', 'GetQueueUrl'), SendMessage: remember('sqs', 'SendMessage') },
    }),
    () => ({ id: 'sns', operations: { Publish: remember('sns', 'Publish') } }),
  ];
  return { recording, services };
}
