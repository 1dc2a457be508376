import { type Cloud, ServiceError } from '../cloud.ts';

/** How a container failed a request: its status, or 0 when it did not answer at all, and what it said. */
export interface ContainerFailure {
  readonly status: number;
  readonly message: string;
}

/** What the runtime says when the container took longer than 60 s. */
export const TIMED_OUT: ContainerFailure = {
  status: 0,
  message:
    'Your invocation timed out while waiting for a response from container primary. Review the latency metrics for each container in Amazon CloudWatch, resolve the issue, and try again.',
};

/** The container broke the connection, or there is none. */
export const NO_ANSWER: ContainerFailure = { status: 503, message: 'The container did not answer.' };

/** The error InvokeEndpoint answers when the container did not answer 2xx: ModelError, 424. */
export function modelError(cloud: Cloud, endpoint: string, { status, message }: ContainerFailure): ServiceError {
  const side = status >= 400 && status < 500 ? 'client' : 'server';
  const group = `/aws/sagemaker/Endpoints/${endpoint}`;
  const logs = `https://${cloud.region}.console.aws.amazon.com/cloudwatch/home?region=${cloud.region}#logEventViewer:group=${group}`;
  return new ServiceError(
    'ModelError',
    `Received ${side} error (${status}) from primary with message "${message}". See ${logs} in account ${cloud.account} for more information.`,
    {
      status: 424,
      members: {
        OriginalStatusCode: status,
        OriginalMessage: message,
        LogStreamArn: `arn:aws:logs:${cloud.region}:${cloud.account}:log-group:${group}`,
      },
    },
  );
}
