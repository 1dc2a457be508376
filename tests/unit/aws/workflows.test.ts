import {
  DescribeExecutionCommand,
  ExecutionAlreadyExists,
  ExecutionDoesNotExist,
  InvalidToken,
  SendTaskFailureCommand,
  SendTaskSuccessCommand,
  SFNClient,
  StartExecutionCommand,
  TaskDoesNotExist,
  TaskTimedOut,
} from '@aws-sdk/client-sfn';
import { mockClient } from 'aws-sdk-client-mock';
import { beforeEach, describe, expect, it } from 'vitest';
import { executionArnOf, stepFunctionsWorkflows } from '#aws/workflows.ts';

const client = new SFNClient({ region: 'us-east-1' });
const sfn = mockClient(client);
const workflows = stepFunctionsWorkflows(client);
const machine = 'arn:aws:states:us-east-1:111122223333:stateMachine:andon-dev-retrain';
const executionArn = 'arn:aws:states:us-east-1:111122223333:execution:andon-dev-retrain:churn-1';
const refusal = { message: 'no', $metadata: {} };

beforeEach(() => sfn.reset());

describe('Starting an execution', () => {
  it('gives it its name and its input as JSON', async () => {
    sfn.on(StartExecutionCommand).resolves({ executionArn });
    expect(await workflows.start(`${machine}:live`, 'churn-1', { model: 'churn' })).toEqual({
      outcome: 'started',
      executionArn,
    });
    expect(sfn.commandCalls(StartExecutionCommand)[0]?.args[0].input).toEqual({
      stateMachineArn: `${machine}:live`,
      name: 'churn-1',
      input: '{"model":"churn"}',
    });
  });

  it('says which execution has the name already', async () => {
    sfn.on(StartExecutionCommand).rejects(new ExecutionAlreadyExists(refusal));
    expect(await workflows.start(`${machine}:live`, 'churn-1', {})).toEqual({ outcome: 'exists', executionArn });
  });

  it('passes any other refusal on', async () => {
    sfn.on(StartExecutionCommand).rejects(new Error('throttled'));
    await expect(workflows.start(machine, 'churn-1', {})).rejects.toThrow('throttled');
  });

  it('knows the ARN of an execution by the machine’s, with and without an alias', () => {
    expect(executionArnOf(machine, 'churn-1')).toBe(executionArn);
    expect(executionArnOf(`${machine}:live`, 'churn-1')).toBe(executionArn);
  });
});

describe('The status of an execution', () => {
  it('is what Step Functions says, undefined when it knows none', async () => {
    sfn
      .on(DescribeExecutionCommand)
      .resolvesOnce({ status: 'ABORTED' })
      .rejectsOnce(new ExecutionDoesNotExist(refusal))
      .rejectsOnce(new Error('down'));
    expect(await workflows.status(executionArn)).toBe('ABORTED');
    expect(await workflows.status(executionArn)).toBeUndefined();
    await expect(workflows.status(executionArn)).rejects.toThrow('down');
  });
});

describe('Answering a token', () => {
  it('sends the output as JSON, and a failure with what fits of its cause', async () => {
    expect(await workflows.succeed('t', { uri: 's3://x' })).toBe('answered');
    expect(sfn.commandCalls(SendTaskSuccessCommand)[0]?.args[0].input).toEqual({
      taskToken: 't',
      output: '{"uri":"s3://x"}',
    });
    expect(await workflows.fail('t', { error: 'JobFailedError', cause: 'x'.repeat(40_000) })).toBe('answered');
    const { error, cause } = sfn.commandCalls(SendTaskFailureCommand)[0]?.args[0].input ?? {};
    expect([error, cause?.length]).toEqual(['JobFailedError', 32_000]);
  });

  it.each([new TaskTimedOut(refusal), new TaskDoesNotExist(refusal), new InvalidToken(refusal)])(
    'is late when the state no longer waits (%s)',
    async (error) => {
      sfn.on(SendTaskSuccessCommand).rejects(error);
      sfn.on(SendTaskFailureCommand).rejects(error);
      expect(await workflows.succeed('t', {})).toBe('late');
      expect(await workflows.fail('t', { error: 'e', cause: 'c' })).toBe('late');
    },
  );

  it('passes any other refusal on', async () => {
    sfn.on(SendTaskSuccessCommand).rejects(new Error('throttled'));
    await expect(workflows.succeed('t', {})).rejects.toThrow('throttled');
  });
});
