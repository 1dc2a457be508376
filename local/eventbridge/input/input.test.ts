import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Event } from '../event.ts';
import { parsePath } from './path.ts';
import { targetInput } from './target-input.ts';
import { transform, unknownPlaceholders } from './transformer.ts';

const event: Event = {
  version: '0',
  id: 'e1',
  'detail-type': 'Order',
  source: 'shop',
  account: '000000000000',
  time: '2026-01-05T00:00:00Z',
  region: 'us-east-1',
  resources: [],
  detail: { command: 'run "it"', payload: { acc_id: '0a', n: [1, 2] }, n: 3, 'with-dash': [{ a: 'x' }] },
};
const delivered = { event, ruleArn: 'arn:rule', ruleName: 'r', ingestedAt: Date.UTC(2026, 0, 5) };
const paths = { command: '$.detail.command', payload: '$.detail.payload', n: '$.detail.n', none: '$.detail.none' };
const filled = (InputTemplate: string) => transform({ InputTemplate, InputPathsMap: paths }, delivered);

describe('an input transformer', () => {
  it.each([
    [
      'puts JSON in place of a lone placeholder',
      '{"p": <payload>, "n": <n>}',
      '{"p": {"acc_id":"0a","n":[1,2]}, "n": 3}',
    ],
    ['quotes a lone text', '{"c": <command>}', '{"c": "run \\"it\\""}'],
    ['fills text inside quotes', '"did <command>, <n> times"', '"did run \\"it\\", 3 times"'],
    ['takes the quotes off an object inside quotes', '{"p": "<payload>"}', '{"p": "{acc_id:0a,n:[1,2]}"}'],
    ['renders what is missing as empty text', '{"command": <none>}', '{"command": ""}'],
    ['renders what is missing inside quotes as nothing', '{"command": "<none>"}', '{"command": ""}'],
    ['knows the rule', '{"a": <aws.events.rule-arn>, "b": "<aws.events.rule-name>"}', '{"a": "arn:rule", "b": "r"}'],
    ['knows the time', '<aws.events.event.ingestion-time>', '"2026-01-05T00:00:00.000Z"'],
    ['gives the whole event', '<aws.events.event.json>', JSON.stringify(event)],
  ])('%s', (_, template, expected) => {
    expect(filled(template)).toBe(expected);
  });

  it('gives the event without its detail and with detailType', () => {
    const { detail, 'detail-type': detailType, ...rest } = event;
    expect(detail).toBeDefined();
    expect(JSON.parse(filled('{"e": <aws.events.event>}'))).toEqual({ e: { ...rest, detailType } });
  });

  it('names placeholders that nothing defines', () => {
    expect(
      unknownPlaceholders({ InputTemplate: '{"a": <x>, "b": <aws.events.rule-name>}', InputPathsMap: {} }),
    ).toEqual(['x']);
  });

  it('keeps a JSON template valid whatever texts it is filled with', () => {
    fc.assert(
      fc.property(fc.string(), (command) => {
        const with_ = { ...delivered, event: { ...event, detail: { command } } };
        const text = transform({ InputTemplate: '{"a": <command>, "b": "<<command>>"}', InputPathsMap: paths }, with_);
        expect((JSON.parse(text) as { a: string }).a).toBe(command);
      }),
    );
  });
});

describe('the input of a target', () => {
  it.each([
    [{}, JSON.stringify(event)],
    [{ Input: '{"fixed":1}' }, '{"fixed":1}'],
    [{ InputPath: '$.detail.payload' }, '{"acc_id":"0a","n":[1,2]}'],
    [{ InputPath: "$.detail['with-dash'][0].a" }, '"x"'],
  ])('with %j is %s', (fields, expected) => {
    expect(targetInput({ Id: 't', Arn: 'arn', ...fields }, delivered)).toBe(expected);
  });

  it('has a path that begins with $', () => {
    expect(parsePath('detail.a')).toBeUndefined();
    expect(parsePath('$')).toEqual([]);
    expect(parsePath('$.a..b')).toBeUndefined();
  });
});
