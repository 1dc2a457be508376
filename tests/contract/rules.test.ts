import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { alarmRaisedPattern } from '#events/alarm-state-change.ts';
import { endpointSettledPattern } from '#events/endpoint-state-change.ts';
import { executionEndedPattern } from '#events/execution-status-change.ts';
import { modelPackageDecidedPattern } from '#events/model-package-state-change.ts';
import { labelsLandedPattern, objectCreatedPattern } from '#events/object-created.ts';
import { judgementRequestedPattern, requestedPattern } from '#events/requested.ts';
import { trainingJobEndedPattern } from '#events/training-job-state-change.ts';
import { transformJobEndedPattern } from '#events/transform-job-state-change.ts';

const intrinsics = ['!Ref', '!Sub', '!GetAtt'].map((tag) => ({ tag, resolve: (text: string) => `${tag} ${text}` }));

interface Resource {
  readonly Type: string;
  readonly Properties: { readonly EventPattern?: object; readonly Targets?: readonly Record<string, unknown>[] };
}

const { Resources: resources } = parse(readFileSync('infrastructure/rules.yml', 'utf8'), {
  customTags: intrinsics,
}) as {
  Resources: Record<string, Resource>;
};
const rules = Object.entries(resources).filter(([, { Type }]) => Type === 'AWS::Events::Rule');

const scope = {
  stage: '${sls:stage}',
  dataBucket: '!Ref DataBucket',
  stateMachines: ['!Ref RetrainStateMachine', '!Ref ReleaseStateMachine', '!Ref RollbackStateMachine'],
};

describe('The rules', () => {
  it.each([
    ['DataLandedRule', objectCreatedPattern(scope)],
    ['VersionDecidedRule', modelPackageDecidedPattern(scope)],
    ['AlarmRaisedRule', alarmRaisedPattern(scope)],
    ['RequestedRule', requestedPattern()],
    ['LabelsLandedRule', labelsLandedPattern(scope)],
    ['JudgementRequestedRule', judgementRequestedPattern()],
    ['TrainingJobEndedRule', trainingJobEndedPattern(scope)],
    ['TransformJobEndedRule', transformJobEndedPattern(scope)],
    ['EndpointChangedRule', endpointSettledPattern(scope)],
    ['ExecutionEndedRule', executionEndedPattern(scope)],
  ])('%s has the pattern of its event', (name, pattern) => {
    expect(resources[name]?.Properties.EventPattern).toEqual(pattern);
  });

  it.each(rules)('%s has a target that retries for a day and then leaves the event in a queue', (_, { Properties }) => {
    expect(Properties.Targets?.length).toBe(1);
    expect(Properties.Targets?.[0]).toMatchObject({
      RetryPolicy: { MaximumRetryAttempts: 185, MaximumEventAgeInSeconds: 86_400 },
      DeadLetterConfig: { Arn: '!GetAtt EventDeadLetters.Arn' },
    });
  });

  it.each(rules)('%s may invoke its target', (name) => {
    const permission = resources[name.replace(/Rule$/, 'Permission')];
    expect(permission?.Properties).toMatchObject({
      Principal: 'events.amazonaws.com',
      SourceArn: `!GetAtt ${name}.Arn`,
    });
  });
});
