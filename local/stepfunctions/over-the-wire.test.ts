import { EventBridgeClient, PutEventsCommand, PutRuleCommand, PutTargetsCommand } from '@aws-sdk/client-eventbridge';
import {
  CreateStateMachineCommand,
  DescribeExecutionCommand,
  DescribeMapRunCommand,
  ExecutionAlreadyExists,
  GetExecutionHistoryCommand,
  ListExecutionsCommand,
  ListMapRunsCommand,
  SendTaskSuccessCommand,
  SFNClient,
  StartExecutionCommand,
  TaskTimedOut,
} from '@aws-sdk/client-sfn';
import { describe, expect, it } from 'vitest';
import { createEventBridge } from '../eventbridge/service.ts';
import { createServedCloud } from '../testing/served-cloud.ts';
import { TEST_START } from '../testing/test-cloud.ts';
import { createStepFunctions } from './service.ts';
import { distributed } from './testing/distributed-map.ts';

const WAIT = JSON.stringify({
  QueryLanguage: 'JSONata',
  StartAt: 'W',
  States: { W: { Type: 'Wait', Seconds: 5, End: true } },
});
const roleArn = 'arn:aws:iam::000000000000:role/r';

describe("the SDK's client", () => {
  it('runs a workflow and reads its history, an event starts another', async () => {
    await using cloud = await createServedCloud({ services: [createStepFunctions, createEventBridge] });
    const sfn = new SFNClient(cloud.client);
    const { stateMachineArn, creationDate } = await sfn.send(
      new CreateStateMachineCommand({ name: 'm', definition: WAIT, roleArn }),
    );
    expect(creationDate).toEqual(new Date(TEST_START));
    const { executionArn } = await sfn.send(
      new StartExecutionCommand({ stateMachineArn, name: 'n', input: '{"a":1}' }),
    );
    const again = sfn.send(new StartExecutionCommand({ stateMachineArn, name: 'n', input: '{"a":2}' }));
    await expect(again).rejects.toBeInstanceOf(ExecutionAlreadyExists);
    await cloud.clock.runUntilIdle();
    expect(await sfn.send(new DescribeExecutionCommand({ executionArn }))).toMatchObject({
      status: 'SUCCEEDED',
      startDate: new Date(TEST_START),
      stopDate: new Date(TEST_START + 5_000),
      input: '{"a":1}',
      output: '{"a":1}',
      redriveStatus: 'NOT_REDRIVABLE',
    });
    const { events = [] } = await sfn.send(new GetExecutionHistoryCommand({ executionArn, reverseOrder: true }));
    expect(events[0]).toEqual({
      id: 4,
      previousEventId: 3,
      type: 'ExecutionSucceeded',
      timestamp: new Date(TEST_START + 5_000),
      executionSucceededEventDetails: { output: '{"a":1}', outputDetails: { truncated: false } },
    });
    const late = sfn.send(new SendTaskSuccessCommand({ taskToken: 'none', output: '1' }));
    await expect(late).rejects.not.toBeInstanceOf(TaskTimedOut);
    await expect(late).rejects.toMatchObject({ name: 'InvalidToken' });

    const bridge = new EventBridgeClient(cloud.client);
    await bridge.send(new PutRuleCommand({ Name: 'r', EventPattern: '{"source":["shop"]}' }));
    await bridge.send(new PutTargetsCommand({ Rule: 'r', Targets: [{ Id: 't', Arn: stateMachineArn }] }));
    const entry = { Source: 'shop', DetailType: 'Order', Detail: '{"b":2}', Time: new Date(TEST_START) };
    expect(await bridge.send(new PutEventsCommand({ Entries: [entry] }))).toMatchObject({ FailedEntryCount: 0 });
    await cloud.clock.runUntilIdle();
    const { executions = [] } = await sfn.send(new ListExecutionsCommand({ stateMachineArn }));
    expect(executions).toHaveLength(2);
    const started = await sfn.send(new DescribeExecutionCommand({ executionArn: executions[0]?.executionArn }));
    expect(JSON.parse(started.output ?? '')).toMatchObject({ detail: { b: 2 }, time: '2026-01-05T00:00:00Z' });
  });

  it('finds the Map Run of a distributed Map and its children', async () => {
    await using cloud = await createServedCloud({ services: [createStepFunctions, createEventBridge] });
    const sfn = new SFNClient(cloud.client);
    const machine = distributed({ Item: { Type: 'Pass', End: true } }, { Items: [1, 2], Label: 'Two' });
    const definition = JSON.stringify({ QueryLanguage: 'JSONata', ...machine });
    const { stateMachineArn } = await sfn.send(new CreateStateMachineCommand({ name: 'm', definition, roleArn }));
    const { executionArn } = await sfn.send(new StartExecutionCommand({ stateMachineArn }));
    await cloud.clock.runUntilIdle();
    const { mapRuns = [] } = await sfn.send(new ListMapRunsCommand({ executionArn }));
    const mapRunArn = mapRuns[0]?.mapRunArn;
    expect(mapRuns).toMatchObject([{ executionArn, stateMachineArn: `${stateMachineArn}/Two` }]);
    const described = await sfn.send(new DescribeMapRunCommand({ mapRunArn }));
    expect(described).toMatchObject({ status: 'SUCCEEDED', itemCounts: { total: 2, succeeded: 2 }, maxConcurrency: 0 });
    const { executions = [] } = await sfn.send(new ListExecutionsCommand({ mapRunArn }));
    expect(executions).toMatchObject([{ mapRunArn, itemCount: 1 }, { itemCount: 1 }]);
  });
});
