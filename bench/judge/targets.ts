import { isFault, type Result } from './settings.ts';

/** One promise about the judge, and where it is not kept. */
export interface Target {
  readonly promise: string;
  readonly unit: 'share' | 'minutes';
  readonly settings: number;
  /** The worst figure found; null if harm was not found in half of the bakes. */
  readonly worst: number | null;
  readonly missed: readonly Result[];
}

interface Promised extends Pick<Target, 'promise' | 'unit'> {
  readonly concerns: (result: Result) => boolean;
  readonly figure: (result: Result) => number | null;
  readonly limit: number;
}

const falseRollbacks = ({ outcomes }: Result) => outcomes.andon.early;
const median = ({ outcomes }: Result) => outcomes.andon.median;
const bursting = ({ scenario }: Result) => scenario.startsWith('bursts');

const PROMISES: readonly Promised[] = [
  {
    promise: 'false rollbacks, at equality and at the margin: at most 1 %',
    concerns: ({ lift, scenario, alone }) => !isFault(lift) && scenario !== 'bursts-3' && !alone,
    unit: 'share',
    figure: falseRollbacks,
    limit: 0.01,
  },
  {
    promise: 'the same with bursts in 3 % of minutes: at most 2 %',
    concerns: ({ lift, scenario, alone }) => !isFault(lift) && scenario === 'bursts-3' && !alone,
    unit: 'share',
    figure: falseRollbacks,
    limit: 0.02,
  },
  {
    promise: '20 points more: found within 4 whole minutes, in the median',
    concerns: ({ lift, alone }) => lift === 0.2 && !alone,
    unit: 'minutes',
    figure: median,
    limit: 4,
  },
  {
    promise: '5 points more at 5 requests a second and above, without bursts: within 5',
    concerns: (result) => result.lift === 0.05 && result.rate >= 5 && !bursting(result) && !result.alone,
    unit: 'minutes',
    figure: median,
    limit: 5,
  },
  {
    promise: '5 points more at 0.5 requests a second, base 0.1 %, without bursts: within 12',
    concerns: (result) =>
      result.lift === 0.05 && result.rate === 0.5 && result.base === 0.001 && !bursting(result) && !result.alone,
    unit: 'minutes',
    figure: median,
    limit: 12,
  },
];

/** The promises that these results say something about. */
export function checkTargets(results: readonly Result[]): Target[] {
  return PROMISES.map(({ promise, unit, concerns, figure, limit }) => {
    const concerned = results.filter(concerns);
    const figures = concerned.map(figure);
    return {
      promise,
      unit,
      settings: concerned.length,
      worst: figures.includes(null) ? null : figures.reduce<number>((worst, value) => Math.max(worst, value!), 0),
      missed: concerned.filter((result) => (figure(result) ?? Infinity) > limit),
    };
  }).filter(({ settings }) => settings > 0);
}
