import { SageMakerClient, StopTrainingJobCommand, StopTransformJobCommand } from '@aws-sdk/client-sagemaker';
import { DescribeExecutionCommand, ExecutionDoesNotExist, ListExecutionsCommand, SFNClient } from '@aws-sdk/client-sfn';
import { mockClient } from 'aws-sdk-client-mock';
import { beforeEach, describe, expect, it } from 'vitest';
import { stepFunctionsExecutions } from '#aws/executions.ts';
import { sageMakerJobStopper } from '#aws/job-stopper.ts';

const sfnClient = new SFNClient({ region: 'us-east-1' });
const sfn = mockClient(sfnClient);
const executions = stepFunctionsExecutions(sfnClient);
const started = new Date('2026-03-01T00:00:00Z');

beforeEach(() => sfn.reset());

describe('executions that ended', () => {
  it('are listed by every way to end', async () => {
    const one = (executionArn: string) => ({
      executions: [
        {
          executionArn,
          stateMachineArn: 'm',
          name: 'n',
          status: 'FAILED' as const,
          startDate: started,
          stopDate: started,
        },
      ],
    });
    sfn
      .on(ListExecutionsCommand, { statusFilter: 'SUCCEEDED' })
      .resolves(one('a'))
      .on(ListExecutionsCommand, { statusFilter: 'FAILED' })
      .resolves(one('b'))
      .on(ListExecutionsCommand, { statusFilter: 'TIMED_OUT' })
      .resolves({ executions: [] })
      .on(ListExecutionsCommand, { statusFilter: 'ABORTED' })
      .resolves(one('c'));
    expect(await executions.closed('machine:live')).toEqual(
      ['a', 'b', 'c'].map((executionArn) => ({ executionArn, name: 'n', stoppedAt: '2026-03-01T00:00:00.000Z' })),
    );
  });

  it('are described with their data parsed', async () => {
    sfn.on(DescribeExecutionCommand).resolves({
      executionArn: 'arn',
      stateMachineArn: 'm',
      name: 'churn-a-1',
      status: 'FAILED',
      startDate: started,
      stopDate: new Date('2026-03-01T01:00:00Z'),
      input: '{"model":"churn"}',
      error: 'GateFailed',
      cause: 'AUC',
    });
    expect(await executions.describe('arn', 'retrain')).toEqual({
      kind: 'retrain',
      executionArn: 'arn',
      name: 'churn-a-1',
      status: 'FAILED',
      startedAt: '2026-03-01T00:00:00.000Z',
      stoppedAt: '2026-03-01T01:00:00.000Z',
      input: { model: 'churn' },
      output: undefined,
      error: 'GateFailed',
      cause: 'AUC',
    });
  });

  it('are unknown after 90 days', async () => {
    const gone = new ExecutionDoesNotExist({ message: 'gone', $metadata: {} });
    sfn.on(DescribeExecutionCommand).rejectsOnce(gone).rejectsOnce(new Error('denied'));
    expect(await executions.describe('arn', 'release')).toBeUndefined();
    await expect(executions.describe('arn', 'release')).rejects.toThrow('denied');
  });
});

describe('a job that nobody waits for', () => {
  const client = new SageMakerClient({ region: 'us-east-1' });
  const sageMaker = mockClient(client);
  const stopper = sageMakerJobStopper(client);
  const refused = (message: string) => Object.assign(new Error(message), { name: 'ValidationException' });

  it('is stopped, unless it has ended or never was', async () => {
    sageMaker
      .on(StopTrainingJobCommand)
      .resolvesOnce({})
      .rejectsOnce(refused('The request was rejected because the training job is in status Completed.'))
      .rejectsOnce(refused('Requested resource not found.'))
      .rejectsOnce(refused('denied'));
    sageMaker.on(StopTransformJobCommand).resolves({});
    const job = { kind: 'training', job: 'dev-churn-1' } as const;
    await stopper.stop(job);
    await stopper.stop(job);
    await stopper.stop(job);
    await expect(stopper.stop(job)).rejects.toThrow('denied');
    await stopper.stop({ kind: 'transform', job: 'dev-churn-candidate-1' });
    expect(sageMaker.commandCalls(StopTransformJobCommand)).toHaveLength(1);
  });
});
