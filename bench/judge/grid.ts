import { parseArgs } from 'node:util';
import type { Grid } from './settings.ts';
import { SCENARIOS, type Scenario } from './traffic.ts';

export const USAGE = `Simulates bakes and tells how often the judge rolls back a version that is as good as the one before, and how soon one
that is not. Kayenta's rule and fixed thresholds see the same traffic.

  npm run bench:judge -- [--base 0,0.001,0.01] [--rate 0.5,5,50] [--minutes 30,120]
                         [--scenario ${SCENARIOS.join(',')}]
                         [--lift 0.05,0.2] [--onset 0,10] [--repeats 2000] [--seed 1] [--warm-up 5]
                         [--threads 2] [--quick] [--json]

Shares are parts of 1, rates requests a second on green. --repeats are the bakes of a setting without a fault; with one there are a
quarter of them. --quick takes 200 of each setting. --json prints one line. The same seed gives the same figures.`;

const OPTIONS = {
  base: { type: 'string', default: '0,0.001,0.01' },
  rate: { type: 'string', default: '0.5,5,50' },
  minutes: { type: 'string', default: '30,120' },
  scenario: { type: 'string', default: SCENARIOS.join(',') },
  lift: { type: 'string', default: '0.05,0.2' },
  onset: { type: 'string', default: '0,10' },
  repeats: { type: 'string' },
  seed: { type: 'string', default: '1' },
  'warm-up': { type: 'string', default: '5' },
  threads: { type: 'string', default: '2' },
  quick: { type: 'boolean', default: false },
  json: { type: 'boolean', default: false },
  help: { type: 'boolean', default: false },
} as const;

export interface Asked {
  readonly grid: Grid;
  readonly threads: number;
  readonly json: boolean;
  readonly help: boolean;
}

/** @throws Error naming the flag whose value cannot be used. */
export function readFlags(args: readonly string[]): Asked {
  const { values } = parseArgs({ args: [...args], options: OPTIONS });
  const numbers = (flag: 'base' | 'rate' | 'minutes' | 'lift' | 'onset' | 'seed' | 'warm-up' | 'threads') =>
    values[flag].split(',').map((text) => numberOf(text, flag));
  const without = numberOf(values.repeats ?? (values.quick ? '200' : '2000'), 'repeats');
  return {
    grid: {
      bases: numbers('base'),
      rates: numbers('rate'),
      minutes: numbers('minutes'),
      scenarios: values.scenario.split(',').map(scenarioOf),
      lifts: numbers('lift'),
      onsets: numbers('onset'),
      repeats: { without, with: Math.ceil(without / 4) },
      seed: numbers('seed')[0]!,
      warmUp: numbers('warm-up')[0]!,
    },
    threads: numbers('threads')[0]!,
    json: values.json,
    help: values.help,
  };
}

function numberOf(text: string, flag: string): number {
  const value = Number(text);
  if (text.trim() === '' || !Number.isFinite(value) || value < 0) {
    throw new Error(`--${flag} "${text}" is not a number of at least 0. See --help.`);
  }
  return value;
}

function scenarioOf(text: string): Scenario {
  const found = SCENARIOS.find((scenario) => scenario === text);
  if (found === undefined) throw new Error(`--scenario "${text}" is not one of ${SCENARIOS.join(', ')}.`);
  return found;
}
