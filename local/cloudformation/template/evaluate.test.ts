import { describe, expect, it } from 'vitest';
import { evaluate, NO_VALUE, type Scope } from './evaluate.ts';

const refs: Record<string, unknown> = {
  Stage: 'dev',
  Queue: 'http://queue',
  'AWS::Region': 'eu-west-1',
  'AWS::NoValue': NO_VALUE,
};
const scope: Scope = {
  region: 'eu-west-1',
  ref: (name) => refs[name],
  attribute: (logicalId, attribute) => `${logicalId}/${attribute}`,
  condition: (name) => name === 'Yes',
  mapping: (keys) => keys.join('.'),
  importValue: (name) => `imported ${name}`,
};

describe('evaluate', () => {
  it.each([
    ['Ref', { Ref: 'Queue' }, 'http://queue'],
    ['GetAtt as a list', { 'Fn::GetAtt': ['Queue', 'Arn'] }, 'Queue/Arn'],
    ['GetAtt as text', { 'Fn::GetAtt': 'Queue.Outputs.Arn' }, 'Queue/Outputs.Arn'],
    ['Sub', { 'Fn::Sub': '${Stage}-${AWS::Region}-${Queue.Arn}' }, 'dev-eu-west-1-Queue/Arn'],
    ['Sub with a literal', { 'Fn::Sub': '${!Stage} ${Stage}' }, '${Stage} dev'],
    ['Sub with variables', { 'Fn::Sub': ['${A}/${Stage}', { A: { Ref: 'Queue' } }] }, 'http://queue/dev'],
    ['Join', { 'Fn::Join': ['-', ['a', { Ref: 'Stage' }, 3]] }, 'a-dev-3'],
    ['Select of Split', { 'Fn::Select': ['1', { 'Fn::Split': ['/', { 'Fn::GetAtt': ['Queue', 'Arn'] }] }] }, 'Arn'],
    ['If', { 'Fn::If': ['Yes', { Ref: 'Stage' }, 'no'] }, 'dev'],
    ['If not', { 'Fn::If': ['No', { Ref: 'Stage' }, 'no'] }, 'no'],
    ['FindInMap', { 'Fn::FindInMap': ['Sizes', { Ref: 'Stage' }, 'memory'] }, 'Sizes.dev.memory'],
    ['Base64', { 'Fn::Base64': { 'Fn::Sub': '${Stage}' } }, 'ZGV2'],
    ['ImportValue', { 'Fn::ImportValue': { 'Fn::Sub': '${Stage}-net' } }, 'imported dev-net'],
    ['GetAZs', { 'Fn::GetAZs': '' }, ['eu-west-1a', 'eu-west-1b', 'eu-west-1c']],
    ['nothing', { Ref: 1, Other: [{ Ref: 'Stage' }] }, { Ref: 1, Other: ['dev'] }],
  ])('resolves %s', (_name, value, expected) => {
    expect(evaluate(value, scope)).toEqual(expected);
  });

  it('leaves out what is AWS::NoValue', () => {
    const value = {
      Kept: 1,
      Gone: { Ref: 'AWS::NoValue' },
      List: ['a', { 'Fn::If': ['No', 'b', { Ref: 'AWS::NoValue' }] }],
    };
    expect(evaluate(value, scope)).toEqual({ Kept: 1, List: ['a'] });
  });

  it.each([
    [{ 'Fn::Cidr': [] }, 'the intrinsic function Fn::Cidr is not supported'],
    [{ 'Fn::Select': [3, ['a']] }, 'Fn::Select cannot select nonexistent value at index 3'],
    [{ 'Fn::Join': ['-'] }, 'Fn::Join takes two arguments'],
  ])('refuses %o', (value, message) => {
    expect(() => evaluate(value, scope)).toThrow(message);
  });
});
