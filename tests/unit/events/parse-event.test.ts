import { readdirSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseEvent } from '#events/parse-event.ts';

const sample = (name: string) =>
  JSON.parse(readFileSync(`events/samples/${name}.json`, 'utf8')) as Record<string, unknown>;
const samples = readdirSync('events/samples', { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.json'))
  .map((file) => sample(file.slice(0, -'.json'.length)));

const parsed = (event: unknown) => {
  const result = parseEvent(event);
  if (result.outcome === 'foreign') throw new Error(result.reason);
  return result.event;
};

describe('An event', () => {
  it('gives its times as ISO text, however the service writes them', () => {
    const event = parsed(sample('endpoint-state-change/in-service-epoch-time'));
    expect(event.time).toMatch(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/);
  });

  it.each(['2026-03-01T10:00:00Z', '1772359200000', 1_772_359_200_000, '1772359200000.0'])(
    'may give its time as %s',
    (time) => {
      expect(parsed({ ...sample('scheduled-event/rate'), time }).time).toBe('2026-03-01T10:00:00.000Z');
    },
  );

  it.each(['yesterday', 9e15, Number.NaN, '', '99999999999999999'])('is foreign when its time is %s', (time) => {
    expect(parseEvent({ ...sample('scheduled-event/rate'), time }).outcome).toBe('foreign');
  });

  it('takes IN_SERVICE and InService for the same status', () => {
    const inService = sample('endpoint-state-change/in-service-epoch-time');
    const status = (EndpointStatus: string) => {
      const event = parsed({ ...inService, detail: { ...(inService.detail as object), EndpointStatus } });
      return event['detail-type'] === 'SageMaker Endpoint State Change' && event.detail.EndpointStatus;
    };
    expect(status('IN_SERVICE')).toBe(status('InService'));
  });

  it('may bear its tags as a list or as an object', () => {
    const completed = sample('training-job-state-change/completed-string-times');
    const tags = (Tags: unknown) => {
      const event = parsed({ ...completed, detail: { ...(completed.detail as object), Tags } });
      return event['detail-type'] === 'SageMaker Training Job State Change' && event.detail.Tags;
    };
    expect(tags([{ Key: 'andon:model', Value: 'churn' }])).toEqual({ 'andon:model': 'churn' });
    expect(tags({ 'andon:model': 'churn' })).toEqual({ 'andon:model': 'churn' });
  });

  it('may have fields that are not known yet', () => {
    const event = { ...sample('object-created/put'), 'new-field': 1 };
    expect(parseEvent(event).outcome).toBe('known');
  });

  it('of a schedule, made by an input transformer, has the defaults of a schedule', () => {
    expect(parsed(sample('requested/schedule'))).toMatchObject({
      detail: { kind: 'schedule', actor: 'schedule', force: false },
    });
  });

  it('that is malformed is foreign, and says which field is wrong', () => {
    const { detail: _, ...rest } = sample('object-created/put');
    expect(parseEvent(rest)).toEqual({ outcome: 'foreign', reason: expect.stringMatching(/^detail: /) });
    expect(parseEvent({ 'detail-type': 'Something Else' })).toMatchObject({ outcome: 'foreign' });
    expect(parseEvent(undefined)).toEqual({ outcome: 'foreign', reason: expect.stringMatching(/^event: /) });
  });

  it('never throws, whatever a rule delivers', () => {
    fc.assert(fc.property(fc.anything(), (value) => ['known', 'foreign'].includes(parseEvent(value).outcome)));
  });

  it('never throws when one of its fields is anything else', () => {
    const damaged = fc
      .tuple(
        fc.constantFrom(...samples),
        fc.nat(),
        fc.boolean(),
        fc.anything({ withNullPrototype: true, withBigInt: true }),
      )
      .map(([event, index, inside, value]) => {
        const target = structuredClone(inside ? (event.detail as Record<string, unknown>) : event);
        const keys = Object.keys(target);
        if (keys.length > 0) target[keys[index % keys.length]!] = value;
        return inside ? { ...event, detail: target } : target;
      });
    fc.assert(
      fc.property(damaged, (value) => ['known', 'foreign'].includes(parseEvent(value).outcome)),
      { numRuns: 2000 },
    );
  });
});
