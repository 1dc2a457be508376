import { describe, expect, it } from 'vitest';
import { createSfnCloud, type Described, type SfnCloud } from '../testing/sfn-cloud.ts';

const definition = (output: string) =>
  JSON.stringify({
    QueryLanguage: 'JSONata',
    StartAt: 'A',
    States: { A: { Type: 'Pass', Output: output, End: true } },
  });
const ROLE = 'arn:aws:iam::000000000000:role/r';

async function outputOf(cloud: SfnCloud, stateMachineArn: string): Promise<string | undefined> {
  const { executionArn } = await cloud.sfn<Described>('StartExecution', { stateMachineArn });
  await cloud.clock.runUntilIdle();
  return (await cloud.sfn<Described>('DescribeExecution', { executionArn })).output;
}

describe('a state machine', () => {
  it('is created once, described, listed, updated and deleted', async () => {
    await using cloud = createSfnCloud();
    const input = { name: 'm', definition: definition('one'), roleArn: ROLE, tags: [{ key: 'k', value: 'v' }] };
    const { stateMachineArn } = await cloud.sfn<{ stateMachineArn: string }>('CreateStateMachine', input);
    expect(stateMachineArn).toBe('arn:aws:states:us-east-1:000000000000:stateMachine:m');
    expect(await cloud.sfn('CreateStateMachine', input)).toMatchObject({ stateMachineArn });
    await expect(cloud.sfn('CreateStateMachine', { ...input, definition: definition('two') })).rejects.toMatchObject({
      code: 'StateMachineAlreadyExists',
    });
    expect(await cloud.sfn('DescribeStateMachine', { stateMachineArn })).toMatchObject({
      name: 'm',
      status: 'ACTIVE',
      type: 'STANDARD',
      definition: definition('one'),
      roleArn: ROLE,
      creationDate: cloud.clock.date(),
    });
    expect(await cloud.sfn('ListStateMachines', {})).toMatchObject({ stateMachines: [{ name: 'm' }] });
    expect(await cloud.sfn('ListTagsForResource', { resourceArn: stateMachineArn })).toEqual({
      tags: [{ key: 'k', value: 'v' }],
    });
    await cloud.sfn('UpdateStateMachine', { stateMachineArn, definition: definition('two') });
    expect(await outputOf(cloud, stateMachineArn)).toBe('"two"');
    expect(await cloud.sfn('DescribeStateMachine', { stateMachineArn })).toMatchObject({ roleArn: ROLE });
    await cloud.sfn('DeleteStateMachine', { stateMachineArn });
    await expect(cloud.sfn('DescribeStateMachine', { stateMachineArn })).rejects.toMatchObject({
      code: 'StateMachineDoesNotExist',
      message: `State Machine Does Not Exist: '${stateMachineArn}'`,
    });
  });

  it('is refused with the reason, and validated without being created', async () => {
    await using cloud = createSfnCloud();
    const jsonPath = JSON.stringify({ StartAt: 'A', States: { A: { Type: 'Pass', End: true } } });
    await expect(
      cloud.sfn('CreateStateMachine', { name: 'm', definition: jsonPath, roleArn: ROLE }),
    ).rejects.toMatchObject({
      code: 'InvalidDefinition',
      message: expect.stringContaining("State 'A', field QueryLanguage: it is JSONPath"),
    });
    await expect(
      cloud.sfn('CreateStateMachine', { name: 'm', definition: definition('x'), roleArn: ROLE, type: 'EXPRESS' }),
    ).rejects.toThrow('STANDARD');
    expect(await cloud.sfn('ValidateStateMachineDefinition', { definition: jsonPath })).toMatchObject({
      result: 'FAIL',
      diagnostics: [{ severity: 'ERROR', location: '/States/A/QueryLanguage' }],
    });
    expect(await cloud.sfn('ValidateStateMachineDefinition', { definition: definition('x') })).toMatchObject({
      result: 'OK',
    });
  });
});

describe('versions and aliases', () => {
  it('pin a revision, once per revision', async () => {
    await using cloud = createSfnCloud();
    const create = { name: 'm', definition: definition('one'), roleArn: ROLE, publish: true };
    const created = await cloud.sfn<{ stateMachineArn: string; stateMachineVersionArn: string }>(
      'CreateStateMachine',
      create,
    );
    const { stateMachineArn, stateMachineVersionArn } = created;
    expect(stateMachineVersionArn).toBe(`${stateMachineArn}:1`);
    expect(await cloud.sfn('PublishStateMachineVersion', { stateMachineArn })).toMatchObject({
      stateMachineVersionArn,
    });
    await cloud.sfn('UpdateStateMachine', { stateMachineArn, definition: definition('two'), publish: true });
    expect(await outputOf(cloud, stateMachineVersionArn)).toBe('"one"');
    expect(await outputOf(cloud, `${stateMachineArn}:2`)).toBe('"two"');
    expect(await cloud.sfn('DescribeStateMachine', { stateMachineArn: stateMachineVersionArn })).toMatchObject({
      definition: definition('one'),
    });
    expect(await cloud.sfn('ListStateMachineVersions', { stateMachineArn })).toMatchObject({
      stateMachineVersions: [{ stateMachineVersionArn: `${stateMachineArn}:2` }, { stateMachineVersionArn }],
    });
    await expect(
      cloud.sfn('PublishStateMachineVersion', { stateMachineArn, revisionId: 'stale' }),
    ).rejects.toMatchObject({ code: 'ConflictException' });
  });

  it('route executions by weight and are told with the execution', async () => {
    await using cloud = createSfnCloud();
    const create = { name: 'm', definition: definition('one'), roleArn: ROLE, publish: true };
    const { stateMachineArn } = await cloud.sfn<{ stateMachineArn: string }>('CreateStateMachine', create);
    await cloud.sfn('UpdateStateMachine', { stateMachineArn, definition: definition('two'), publish: true });
    const route = (weights: readonly number[]) =>
      weights.map((weight, n) => ({ stateMachineVersionArn: `${stateMachineArn}:${n + 1}`, weight }));
    const alias = await cloud.sfn<{ stateMachineAliasArn: string }>('CreateStateMachineAlias', {
      name: 'live',
      routingConfiguration: route([50, 50]),
    });
    const { stateMachineAliasArn } = alias;
    expect(stateMachineAliasArn).toBe(`${stateMachineArn}:live`);
    const outputs = new Set<string | undefined>();
    for (let n = 0; n < 20; n++) outputs.add(await outputOf(cloud, stateMachineAliasArn));
    expect([...outputs].sort()).toEqual(['"one"', '"two"']);
    await cloud.sfn('UpdateStateMachineAlias', { stateMachineAliasArn, routingConfiguration: route([100]) });
    const { executionArn } = await cloud.sfn<Described>('StartExecution', { stateMachineArn: stateMachineAliasArn });
    expect(await cloud.sfn('DescribeExecution', { executionArn })).toMatchObject({
      stateMachineArn,
      stateMachineAliasArn,
      stateMachineVersionArn: `${stateMachineArn}:1`,
    });
    expect(await cloud.sfn('DescribeStateMachineAlias', { stateMachineAliasArn })).toMatchObject({ name: 'live' });
    expect(await cloud.sfn('ListStateMachineAliases', { stateMachineArn })).toMatchObject({
      stateMachineAliases: [{ stateMachineAliasArn }],
    });
    await expect(
      cloud.sfn('DeleteStateMachineVersion', { stateMachineVersionArn: `${stateMachineArn}:1` }),
    ).rejects.toThrow('Current list of aliases referencing this version: [live]');
    await expect(
      cloud.sfn('CreateStateMachineAlias', { name: 'bad', routingConfiguration: route([60, 60]) }),
    ).rejects.toMatchObject({ code: 'ValidationException' });
    await cloud.sfn('DeleteStateMachineAlias', { stateMachineAliasArn });
    await expect(cloud.sfn('DescribeStateMachineAlias', { stateMachineAliasArn })).rejects.toMatchObject({
      code: 'ResourceNotFound',
    });
  });
});
