import type { Chance } from '../../domain/gates/chances.ts';
import type { GatePower } from '../../domain/gates/gate-power.ts';
import type { SlicePower } from '../../domain/gates/slice-power.ts';
import type { Style } from '../output/style.ts';
import { table } from '../output/table.ts';

/** Gates whose power cannot be told, and why. */
export interface UntoldGate {
  readonly gate: string;
  readonly why: string;
}

export interface Told {
  readonly sentence: string;
  readonly gates: readonly GatePower[];
  readonly slices: readonly SlicePower[];
  readonly untold: readonly UntoldGate[];
}

export function powerText(style: Style, { sentence, gates, slices, untold }: Told): string {
  return [
    sentence,
    table(
      style,
      [
        'gate',
        'against',
        'metric',
        'margin',
        'rows',
        'clusters',
        'error',
        'equal',
        'worse by it',
        'by twice',
        '9 of 10 at',
      ],
      gates.map((power) => [
        power.gate,
        power.against,
        power.metric,
        String(power.margin),
        power.rows.toLocaleString('en'),
        (power.degreesOfFreedom + 1).toLocaleString('en'),
        digits(power.standardError),
        ...power.chances.map(chance),
        digits(power.marginForNineOfTen),
      ]),
    ),
    gates.length === 0 ? '' : style.faint(LEGEND),
    table(
      style,
      ['slice gate', 'metric', 'margin', 'slices', 'equal passes', 'twice worse: median slice', 'hardest'],
      slices.map(({ gate, metric, margin, slices: count, equalPasses, found }) => [
        ...[gate, metric, String(margin), String(count), `at least ${Math.floor(1000 * equalPasses) / 10} %`],
        ...[`found ${percent(found.median)}`, `found ${percent(found.least)}`],
      ]),
    ),
    ...untold.map(({ gate, why }) => style.faint(`${gate}: ${why}`)),
  ]
    .filter((part) => part !== '')
    .join('\n\n');
}

const LEGEND = `Of 100 candidates that are equal, worse by the margin, or worse by twice the margin: passed / failed. The others are inconclusive, and wait
for a person. The last column is the margin at which nine of ten equal candidates pass.`;

function chance({ passes, fails }: Chance): string {
  return `${percent(passes)} / ${percent(fails)}`;
}

/** Whole percents, and what is nearly never or always as such. */
function percent(share: number): string {
  const whole = Math.round(100 * share);
  if (whole === 0 && share > 0.0005) return '<1 %';
  if (whole === 100 && share < 0.99995) return '>99 %';
  return `${whole} %`;
}

function digits(value: number): string {
  return String(Number(value.toPrecision(3)));
}
