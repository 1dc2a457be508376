import { type Html, html, shown } from './html.ts';
import { roundTicks } from './ticks.ts';

export type Point = readonly [x: number, y: number];

/** One drawn thing. The class gives its colour; the champion is dashed, so that colour alone never tells. */
export interface Series {
  readonly name: 'candidate' | 'champion';
  readonly points: readonly Point[];
  readonly shape: 'line' | 'dots' | 'steps';
}

export interface Chart {
  readonly title: string;
  readonly xLabel: string;
  readonly yLabel: string;
  readonly x: readonly [number, number];
  readonly y: readonly [number, number];
  readonly series: readonly Series[];
  /** The line where y equals x: no skill, or perfect calibration. */
  readonly diagonal?: boolean;
}

const WIDTH = 340;
const HEIGHT = 260;
const LEFT = 58;
const RIGHT = 12;
const TOP = 10;
const BOTTOM = 40;
const TICKS = 5;

/** A chart as inline SVG, readable without scripts and by a screen reader through its title. */
export function svgChart(chart: Chart): Html {
  const at = scale(chart);
  return html`<figure><figcaption>${chart.title}</figcaption>
<svg viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-label="${chart.title}">
${axes(chart, at)}
${chart.diagonal === true ? line('diagonal', [at([chart.x[0], chart.x[0]]), at([chart.x[1], chart.x[1]])]) : null}
${chart.series.map((series) => draw(series, at))}
</svg></figure>`;
}

type Scale = (point: Point) => Point;

function scale({ x, y }: Chart): Scale {
  const along = (value: number, [low, high]: readonly [number, number]) =>
    high === low ? 0.5 : (value - low) / (high - low);
  return ([px, py]) => [
    LEFT + along(px, x) * (WIDTH - LEFT - RIGHT),
    HEIGHT - BOTTOM - along(py, y) * (HEIGHT - TOP - BOTTOM),
  ];
}

function axes({ x, y, xLabel, yLabel }: Chart, at: Scale): Html {
  const middle = (TOP + HEIGHT - BOTTOM) / 2;
  return html`<g class="axis">
${roundTicks(...x, TICKS).map((value) => tick(at([value, y[0]]), value, 'x'))}
${roundTicks(...y, TICKS).map((value) => tick(at([x[0], value]), value, 'y'))}
${line('frame', [at([x[0], y[1]]), at([x[0], y[0]]), at([x[1], y[0]])])}
<text x="${(LEFT + WIDTH - RIGHT) / 2}" y="${HEIGHT - 6}" text-anchor="middle">${xLabel}</text>
<text x="11" y="${middle}" text-anchor="middle" transform="rotate(-90 11 ${middle})">${yLabel}</text>
</g>`;
}

function tick([x, y]: Point, value: number, axis: 'x' | 'y'): Html {
  const text = shown(value);
  if (axis === 'x') return html`<text x="${fixed(x)}" y="${fixed(y + 14)}" text-anchor="middle">${text}</text>`;
  return html`<line class="grid" x1="${fixed(x)}" y1="${fixed(y)}" x2="${WIDTH - RIGHT}" y2="${fixed(y)}"/>
<text x="${fixed(x - 5)}" y="${fixed(y + 3)}" text-anchor="end">${text}</text>`;
}

function draw({ name, points, shape }: Series, at: Scale): Html {
  const placed = points.map(at);
  if (shape === 'line') return line(name, placed);
  if (shape === 'steps') return line(name, stairs(placed));
  const dots = placed.map(([x, y]) =>
    name === 'candidate'
      ? html`<circle class="dot ${name}" cx="${fixed(x)}" cy="${fixed(y)}" r="4"/>`
      : html`<rect class="dot ${name}" x="${fixed(x - 3.5)}" y="${fixed(y - 3.5)}" width="7" height="7"/>`,
  );
  return html`${line(name, placed)}${dots}`;
}

/** Level from each point to the next, then up or down. */
function stairs(points: readonly Point[]): Point[] {
  return points.flatMap((point, index) =>
    index === 0 ? [point] : [[point[0], points[index - 1]![1]] as Point, point],
  );
}

function line(name: string, points: readonly Point[]): Html {
  return html`<polyline class="line ${name}" points="${points.map(([x, y]) => `${fixed(x)},${fixed(y)}`).join(' ')}"/>`;
}

function fixed(value: number): string {
  return value.toFixed(1);
}
