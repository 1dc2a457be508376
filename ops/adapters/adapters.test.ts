import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { CloudFormationClient, DescribeStacksCommand, ListStackResourcesCommand } from '@aws-sdk/client-cloudformation';
import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import {
  DescribeExecutionCommand,
  ExecutionDoesNotExist,
  ExecutionNotRedrivable,
  GetExecutionHistoryCommand,
  ListExecutionsCommand,
  RedriveExecutionCommand,
  SFNClient,
} from '@aws-sdk/client-sfn';
import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { mockClient } from 'aws-sdk-client-mock';
import { describe, expect, it, onTestFinished } from 'vitest';
import { parseEvent } from '../../events/parse-event.ts';
import { awsTime } from './aws-time.ts';
import { callerArn } from './caller.ts';
import { findDeployedStage } from './deployed-stage.ts';
import { eventBridgeRequests } from './requests.ts';
import { stepFunctionsExecutions } from './step-functions-executions.ts';

const settings = { region: 'us-east-1', credentials: { accessKeyId: 'ada', secretAccessKey: 'x' } };
const $metadata = {};

describe('the deployed stage', () => {
  const machine = 'arn:aws:states:us-east-1:1:stateMachine:andon-dev';
  const resources = {
    DataBucket: 'data',
    LedgerBucket: 'ledger',
    NotificationsTopic: 'topic',
    ...Object.fromEntries(
      ['Retrain', 'Release', 'Rollback'].flatMap((kind) => [
        [`${kind}StateMachine`, `${machine}-${kind.toLowerCase()}`],
        [`${kind}Live`, `${machine}-${kind.toLowerCase()}:live`],
      ]),
    ),
  };
  const summary = (LogicalResourceId: string, PhysicalResourceId: string, ResourceType = 'AWS::X::Y') => ({
    LogicalResourceId,
    PhysicalResourceId,
    ResourceType,
    LastUpdatedTimestamp: new Date(),
    ResourceStatus: 'CREATE_COMPLETE' as const,
  });
  const group = (name: string) =>
    summary(name, `arn:aws:sagemaker:us-east-1:1:model-package-group/${name}`, 'AWS::SageMaker::ModelPackageGroup');
  const outputs = [{ OutputKey: 'AuditRetention', OutputValue: 'COMPLIANCE 400' }];
  const stackWith = (changes: { resources?: object; outputs?: typeof outputs } = {}) => {
    const client = new CloudFormationClient(settings);
    const mock = mockClient(client);
    const stack = { StackName: 'andon-dev', CreationTime: new Date(), StackStatus: 'UPDATE_COMPLETE' as const };
    mock.on(DescribeStacksCommand).resolves({ Stacks: [{ ...stack, Outputs: changes.outputs ?? outputs }] });
    const listed = Object.entries(changes.resources ?? resources).map(([id, physical]) =>
      summary(id, String(physical)),
    );
    mock
      .on(ListStackResourcesCommand)
      .resolves({ StackResourceSummaries: [...listed, group('dev-churn')] })
      .on(ListStackResourcesCommand, { NextToken: undefined })
      .resolves({ StackResourceSummaries: [group('dev-apples')], NextToken: 'more' });
    return { client, mock };
  };

  it('is read from its stack, page by page, with the models it was deployed with', async () => {
    expect(await findDeployedStage(stackWith().client, 'dev')).toEqual({
      stackName: 'andon-dev',
      region: 'us-east-1',
      models: ['apples', 'churn'],
      dataBucket: 'data',
      ledgerBucket: 'ledger',
      notificationsTopic: 'topic',
      stateMachines: {
        retrain: { stateMachine: `${machine}-retrain`, alias: `${machine}-retrain:live` },
        release: { stateMachine: `${machine}-release`, alias: `${machine}-release:live` },
        rollback: { stateMachine: `${machine}-rollback`, alias: `${machine}-rollback:live` },
      },
      auditRetention: { mode: 'COMPLIANCE', days: 400 },
    });
  });

  it('says how to deploy it when there is no stack', async () => {
    const { client, mock } = stackWith();
    const missing = Object.assign(new Error('Stack with id andon-dev does not exist'), { name: 'ValidationError' });
    mock.on(DescribeStacksCommand).rejects(missing);
    await expect(findDeployedStage(client, 'dev')).rejects.toThrow(/npx serverless deploy --stage dev/);
    await expect(findDeployedStage(client, 'dev')).rejects.toMatchObject({ code: 'STACK_MISSING', exitCode: 2 });
  });

  it('says what is missing when it is not all there yet', async () => {
    const { LedgerBucket: _, ...rest } = resources;
    await expect(findDeployedStage(stackWith({ resources: rest }).client, 'dev')).rejects.toThrow(/LedgerBucket/);
    await expect(findDeployedStage(stackWith({ outputs: [] }).client, 'dev')).rejects.toThrow(/AuditRetention/);
  });

  it('passes on what AWS refuses', async () => {
    const { client, mock } = stackWith();
    mock.on(DescribeStacksCommand).rejects(Object.assign(new Error('no'), { name: 'AccessDenied' }));
    await expect(findDeployedStage(client, 'dev')).rejects.toThrow('no');
  });
});

describe('requests', () => {
  const client = new EventBridgeClient(settings);
  const mock = mockClient(client);
  /** What EventBridge would deliver. */
  const delivered = () => {
    const [entry] = mock.commandCalls(PutEventsCommand).at(-1)?.args[0].input.Entries ?? [];
    const detail = JSON.parse(entry?.Detail ?? '{}');
    return parseEvent({
      id: 'e',
      time: '2026-03-01T00:00:00Z',
      source: entry?.Source,
      'detail-type': entry?.DetailType,
      detail,
    });
  };

  it('are events that intake understands, and answer the id it is given', async () => {
    mock.on(PutEventsCommand).resolves({ Entries: [{ EventId: 'event-1' }] });
    const requests = eventBridgeRequests(client);
    expect(await requests.retrain({ model: 'churn', actor: 'ada', force: true })).toBe('event-1');
    expect(delivered()).toMatchObject({
      outcome: 'known',
      event: { detail: { model: 'churn', actor: 'ada', force: true, kind: 'request' } },
    });
    await requests.rollback({ model: 'churn', actor: 'ada', reason: 'complaints' });
    expect(delivered()).toMatchObject({ outcome: 'known', event: { detail: { reason: 'complaints' } } });
  });

  it('fail when EventBridge does not take them, though it answers 200', async () => {
    mock.on(PutEventsCommand).resolves({ FailedEntryCount: 1, Entries: [{ ErrorCode: 'InternalFailure' }] });
    const refused = eventBridgeRequests(client).retrain({ model: 'churn', actor: 'ada', force: false });
    await expect(refused).rejects.toMatchObject({ code: 'AWS_REFUSED', exitCode: 3 });
  });
});

describe('executions', () => {
  const client = new SFNClient(settings);
  const mock = mockClient(client);
  const executions = stepFunctionsExecutions(client);
  const listed = {
    executionArn: 'arn',
    stateMachineArn: 'machine',
    name: 'n',
    status: 'FAILED' as const,
    startDate: new Date(0),
  };

  it('are listed page by page, with times in ISO', async () => {
    mock
      .on(ListExecutionsCommand)
      .resolves({ executions: [{ ...listed, name: 'second', stopDate: new Date(1000), redriveCount: 2 }] })
      .on(ListExecutionsCommand, { nextToken: undefined })
      .resolves({ executions: [listed], nextToken: 'more' });
    expect(await Array.fromAsync(executions.list('machine', 'FAILED'))).toEqual([
      { arn: 'arn', name: 'n', status: 'FAILED', startedAt: '1970-01-01T00:00:00.000Z', redriveCount: 0 },
      {
        arn: 'arn',
        name: 'second',
        status: 'FAILED',
        startedAt: '1970-01-01T00:00:00.000Z',
        stoppedAt: '1970-01-01T00:00:01.000Z',
        redriveCount: 2,
      },
    ]);
  });

  it('are described with their input, error and whether they can be redriven', async () => {
    mock.on(DescribeExecutionCommand).resolves({
      ...listed,
      input: '{"model":"churn"}',
      error: 'JobFailedError',
      cause: 'why',
      redriveStatus: 'NOT_REDRIVABLE',
      redriveStatusReason: 'too old',
    });
    expect(await executions.describe('arn')).toMatchObject({
      input: { model: 'churn' },
      error: 'JobFailedError',
      cause: 'why',
      redrivable: false,
      redriveReason: 'too old',
    });
  });

  it('are undefined when there is none', async () => {
    mock.on(DescribeExecutionCommand).rejects(new ExecutionDoesNotExist({ message: 'no', $metadata }));
    expect(await executions.describe('arn')).toBeUndefined();
  });

  it('have a history, page by page', async () => {
    const event = (id: number) => ({ id, type: 'ExecutionStarted' as const, timestamp: new Date(0) });
    mock
      .on(GetExecutionHistoryCommand)
      .resolves({ events: [event(2)] })
      .on(GetExecutionHistoryCommand, { nextToken: undefined })
      .resolves({ events: [event(1)], nextToken: 'more' });
    expect((await executions.history('arn')).map(({ id }) => id)).toEqual([1, 2]);
  });

  it('are redriven, or refused with the reason', async () => {
    mock.on(RedriveExecutionCommand).resolves({ redriveDate: new Date(0) });
    expect(await executions.redrive('arn', 'token')).toEqual({ outcome: 'redriven', at: '1970-01-01T00:00:00.000Z' });
    mock.on(RedriveExecutionCommand).rejects(new ExecutionNotRedrivable({ message: 'RUNNING', $metadata }));
    expect(await executions.redrive('arn', 'token')).toEqual({ outcome: 'refused', reason: 'RUNNING' });
  });
});

describe('the caller', () => {
  it('is named by its ARN', async () => {
    const client = new STSClient(settings);
    mockClient(client).on(GetCallerIdentityCommand).resolves({ Arn: 'arn:aws:iam::1:user/ada', UserId: 'AIDA' });
    expect(await callerArn(client)).toBe('arn:aws:iam::1:user/ada');
  });
});

describe("AWS's time", () => {
  it('is that of its last answer, and the own clock before', async () => {
    const server = createServer((_, response) => {
      response.writeHead(200, { date: 'Thu, 01 Feb 2001 06:00:00 GMT', 'content-type': 'text/xml' });
      response.end(
        '<GetCallerIdentityResponse><GetCallerIdentityResult><Arn>a</Arn></GetCallerIdentityResult></GetCallerIdentityResponse>',
      );
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    onTestFinished(() => void server.close());
    const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const time = awsTime(() => new Date('2026-03-01T00:00:00Z'));
    const client = new STSClient({ ...settings, endpoint });
    time.observe(client);
    expect(time.now().toISOString()).toBe('2026-03-01T00:00:00.000Z');
    await callerArn(client);
    expect(time.now().toISOString()).toBe('2001-02-01T06:00:00.000Z');
  });
});
