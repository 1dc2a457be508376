import { createHash } from 'node:crypto';
import jsonata, { type Expression } from 'jsonata';
import type { Json } from '../json.ts';

/** Where the functions of chance and time come from. */
export interface QuerySources {
  random(): number;
  uuid(): string;
  /** Virtual ms since the epoch. */
  now(): number;
}

const HASHES: Readonly<Record<string, string>> = {
  MD5: 'md5',
  'SHA-1': 'sha1',
  'SHA-256': 'sha256',
  'SHA-384': 'sha384',
  'SHA-512': 'sha512',
};

/** A range longer than this is refused, as on AWS. */
const MAX_RANGE = 1_000;

/**
 * Gives an expression what Step Functions adds to JSONata ($partition, $range, $hash, $random, $uuid, $parse), puts $now
 * and $millis on the virtual clock, and takes $eval away. Source: AWS Step Functions developer guide, transforming data.
 */
export function addStepFunctions(expression: Expression, sources: QuerySources): void {
  expression.registerFunction('partition', partition);
  expression.registerFunction('range', range);
  expression.registerFunction('hash', hash);
  expression.registerFunction('random', (seed?: number) => (seed === undefined ? sources.random() : seeded(seed)));
  expression.registerFunction('uuid', () => sources.uuid());
  expression.registerFunction('parse', (text: string) => JSON.parse(text) as Json, '<s:j>');
  expression.registerFunction('millis', () => sources.now(), '<:n>');
  expression.registerFunction(
    'now',
    (picture?: string, zone?: string) => render(sources.now(), picture, zone),
    '<s?s?:s>',
  );
  expression.assign('eval', undefined);
}

const rendering = jsonata('$fromMillis($at, $picture, $zone)');

async function render(at: number, picture?: string, zone?: string): Promise<string> {
  if (picture === undefined) return new Date(at).toISOString();
  return (await rendering.evaluate(undefined, { at, picture, zone })) as string;
}

function partition(list: readonly Json[], size: number): Json[] {
  if (!(size > 0)) throw failure('D3140', `$partition needs a size of 1 or more, not ${size}.`);
  const length = Math.floor(size);
  return Array.from({ length: Math.ceil(list.length / length) }, (_, n) => list.slice(n * length, (n + 1) * length));
}

function range(first: number, last: number, step: number): Json[] {
  if (!(Math.abs(step) > 0)) throw failure('D3140', '$range needs a step other than 0.');
  const length = Math.floor((last - first) / step) + 1;
  if (length > MAX_RANGE)
    throw failure('D3140', `$range would give ${length} items; at most ${MAX_RANGE} are allowed.`);
  const list = Array.from({ length: Math.max(0, length) }, (_, n) => first + n * step);
  // A sequence to JSONata, so that a single item stands for itself. Recorded on AWS: $range(1, 9, 9) is 1.
  return Object.defineProperty(list, 'sequence', { value: true });
}

function hash(text: string, algorithm: string): string {
  const name = HASHES[algorithm];
  if (name === undefined) {
    throw failure('D3140', `$hash knows ${Object.keys(HASHES).join(', ')}, not ${algorithm}.`);
  }
  return createHash(name).update(text).digest('hex');
}

/** The same seed gives the same number in [0, 1): mulberry32, public domain. */
function seeded(seed: number): number {
  let state = (seed + 0x6d2b79f5) | 0;
  state = Math.imul(state ^ (state >>> 15), state | 1);
  state ^= state + Math.imul(state ^ (state >>> 7), state | 61);
  return ((state ^ (state >>> 14)) >>> 0) / 4_294_967_296;
}

function failure(code: string, message: string): Error {
  return Object.assign(new Error(message), { code });
}
