import type { HistoryEvent } from '@aws-sdk/client-sfn';
import type { Cloud } from '../../local/cloud.ts';

export interface Execution {
  readonly executionArn: string;
  readonly name: string;
  readonly status: string;
  readonly startDate: Date;
}

/** How an execution ended, and which states it entered in order. */
export interface ExecutionPath {
  readonly name: string;
  readonly arn: string;
  readonly status: string;
  readonly error: string | undefined;
  readonly cause: string | undefined;
  readonly states: readonly string[];
  readonly output: Readonly<Record<string, never>>;
}

export async function pathOf(cloud: Cloud, { executionArn }: Pick<Execution, 'executionArn'>): Promise<ExecutionPath> {
  const described = (await cloud.call('sfn', 'DescribeExecution', { executionArn })) as {
    name: string;
    status: string;
    error?: string;
    cause?: string;
    output?: string;
  };
  const states: string[] = [];
  let nextToken: string | undefined;
  do {
    const page = (await cloud.call('sfn', 'GetExecutionHistory', { executionArn, nextToken, maxResults: 1000 })) as {
      events: HistoryEvent[];
      nextToken?: string;
    };
    states.push(...page.events.flatMap(({ stateEnteredEventDetails }) => stateEnteredEventDetails?.name ?? []));
    nextToken = page.nextToken;
  } while (nextToken !== undefined);
  const { name, status, error, cause, output } = described;
  return { name, arn: executionArn, status, error, cause, states, output: JSON.parse(output ?? '{}') as never };
}
