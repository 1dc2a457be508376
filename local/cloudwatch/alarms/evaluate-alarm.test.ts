import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type AlarmRule, type AlarmState, evaluateAlarm, type MissingData } from './evaluate-alarm.ts';

const TREATMENTS: readonly MissingData[] = ['missing', 'ignore', 'breaching', 'notBreaching'];
/** Written as in the user guide: oldest first, X breaches, 0 does not, - is missing. */
const range = (text: string) =>
  text
    .split(' ')
    .reverse()
    .map((mark) => (mark === '-' ? undefined : mark === 'X' ? 1 : 0));
const rule = (settings: Partial<AlarmRule>): AlarmRule => ({
  evaluationPeriods: 3,
  datapointsToAlarm: 3,
  treatMissingData: 'missing',
  breaches: (value) => value > 0,
  ...settings,
});
const states = (text: string, settings: Partial<AlarmRule>) =>
  TREATMENTS.map((treatMissingData) => {
    const { state } = evaluateAlarm(range(text), rule({ ...settings, treatMissingData }), 'KEEP' as AlarmState);
    return state;
  });

describe('evaluateAlarm, the tables of the user guide', () => {
  it.each([
    ['0 - X - X', ['OK', 'OK', 'OK', 'OK']],
    ['- - - - 0', ['OK', 'OK', 'OK', 'OK']],
    ['- - - - -', ['INSUFFICIENT_DATA', 'KEEP', 'ALARM', 'OK']],
    ['0 X X - X', ['ALARM', 'ALARM', 'ALARM', 'ALARM']],
    ['- - X - -', ['ALARM', 'KEEP', 'ALARM', 'OK']],
  ])('3 of 3: %s', (text, expected) => {
    expect(states(text, {})).toEqual(expected);
  });

  it.each([
    ['0 - X - X', ['ALARM', 'ALARM', 'ALARM', 'ALARM']],
    ['0 0 X 0 X', ['ALARM', 'ALARM', 'ALARM', 'ALARM']],
    ['0 - X - -', ['OK', 'OK', 'ALARM', 'OK']],
    ['- - - - 0', ['OK', 'OK', 'ALARM', 'OK']],
    ['- - - X -', ['ALARM', 'KEEP', 'ALARM', 'OK']],
  ])('2 of 3: %s', (text, expected) => {
    expect(states(text, { datapointsToAlarm: 2 })).toEqual(expected);
  });

  it.each(['- - - X -', '- - - - X'])('does not go to ALARM prematurely for 3 of 3: %s', (text) => {
    expect(states(text, {})[0]).toBe('KEEP');
  });
});

describe('evaluateAlarm', () => {
  const points = fc.array(fc.constantFrom(0, 1, undefined), { minLength: 5, maxLength: 5 });
  const datapointsToAlarm = fc.integer({ min: 1, max: 3 });

  it('ignores the treatment of missing data when there are enough data points', () => {
    fc.assert(
      fc.property(points, datapointsToAlarm, (values, needed) => {
        fc.pre(values.filter((value) => value !== undefined).length >= 3);
        const found = TREATMENTS.map((treatMissingData) =>
          evaluateAlarm(values, rule({ datapointsToAlarm: needed, treatMissingData }), 'OK'),
        );
        expect(new Set(found.map(({ state }) => state)).size).toBe(1);
        expect(found[0]?.filled).toBe(0);
      }),
    );
  });

  it('treating missing data as breaching alarms whenever treating it as not breaching does', () => {
    fc.assert(
      fc.property(points, datapointsToAlarm, (values, needed) => {
        const state = (treatMissingData: MissingData) =>
          evaluateAlarm(values, rule({ datapointsToAlarm: needed, treatMissingData }), 'OK').state;
        if (state('notBreaching') === 'ALARM') expect(state('breaching')).toBe('ALARM');
      }),
    );
  });
});
