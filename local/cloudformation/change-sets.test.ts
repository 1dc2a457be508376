import { describe, expect, it } from 'vitest';
import { createStackCloud, type StackCloud } from './testing/stack-cloud.ts';

const StackName = 'app';
const ChangeSetName = 'change';
const template = (name: string, visibility = 30) => ({
  Resources: { Queue: { Type: 'AWS::SQS::Queue', Properties: { QueueName: name, VisibilityTimeout: visibility } } },
});

async function propose(cloud: StackCloud, body: object, ChangeSetType = 'UPDATE') {
  const input = { StackName, ChangeSetName, ChangeSetType, TemplateBody: JSON.stringify(body) };
  await cloud.call('cloudformation', 'CreateChangeSet', input);
  return (await cloud.call('cloudformation', 'DescribeChangeSet', { StackName, ChangeSetName })) as object;
}

async function execute(cloud: StackCloud) {
  await cloud.call('cloudformation', 'ExecuteChangeSet', { StackName, ChangeSetName });
  await cloud.clock.runUntilIdle();
}

describe('change sets', () => {
  it('create a stack that waits in review until they are executed', async () => {
    await using cloud = createStackCloud();
    const described = await propose(cloud, template('q'), 'CREATE');
    expect(described).toMatchObject({
      Status: 'CREATE_COMPLETE',
      ExecutionStatus: 'AVAILABLE',
      Changes: [{ ResourceChange: { Action: 'Add', LogicalResourceId: 'Queue', ResourceType: 'AWS::SQS::Queue' } }],
    });
    expect(await cloud.describe()).toMatchObject({ StackStatus: 'REVIEW_IN_PROGRESS' });
    expect(cloud.calls).toEqual([]);
    await execute(cloud);
    expect(await cloud.describe()).toMatchObject({ StackStatus: 'CREATE_COMPLETE' });
    await expect(execute(cloud)).rejects.toMatchObject({ code: 'InvalidChangeSetStatus' });
  });

  it('tell a change from a replacement and a removal', async () => {
    await using cloud = createStackCloud();
    const other = { Other: { Type: 'AWS::SNS::Topic' } };
    await cloud.deploy({ Resources: { ...template('q').Resources, ...other } });
    expect(await propose(cloud, template('q', 60))).toMatchObject({
      Changes: [
        { ResourceChange: { Action: 'Modify', Replacement: 'False', PhysicalResourceId: 'http://sqs/q' } },
        { ResourceChange: { Action: 'Remove', LogicalResourceId: 'Other' } },
      ],
    });
    await cloud.call('cloudformation', 'DeleteChangeSet', { StackName, ChangeSetName });
    expect(await propose(cloud, { Resources: { ...template('p').Resources, ...other } })).toMatchObject({
      Changes: [{ ResourceChange: { Action: 'Modify', Replacement: 'True' } }],
    });
  });

  it('fail when nothing changes, in the words serverless looks for', async () => {
    await using cloud = createStackCloud();
    await cloud.deploy(template('q'));
    expect(await propose(cloud, template('q'))).toMatchObject({
      Status: 'FAILED',
      StatusReason: expect.stringContaining("The submitted information didn't contain changes."),
    });
  });

  it('can be deleted whether they exist or not', async () => {
    await using cloud = createStackCloud();
    await cloud.deploy(template('q'));
    expect(await cloud.call('cloudformation', 'DeleteChangeSet', { StackName, ChangeSetName })).toEqual({});
    await expect(cloud.call('cloudformation', 'DescribeChangeSet', { StackName, ChangeSetName })).rejects.toMatchObject(
      { code: 'ChangeSetNotFound' },
    );
  });
});
