import * as z from 'zod';
import { ScoreReference } from '../evaluation/score-reference.ts';
import type { LiveScoresSettings } from '../manifest/quality-schema.ts';
import type { CapturedRecord } from './captured-record.ts';
import { judgeScores, ScoreFinding } from './score-finding.ts';
import { emptyTally, liveScores, type Scale, ScoreTally, tallyScores } from './score-tally.ts';

/** Live scores of one fleet, as far as its captured files were read. `evaluations/<model>/<release>/scores.json` */
export const LiveScores = z.object({
  model: z.string(),
  release: z.string(),
  configName: z.string(),
  version: z.int(),
  /** When it was looked last. */
  at: z.string(),
  kind: z.enum(['binary', 'number']),
  reference: ScoreReference.optional(),
  /** Why there is no reference. */
  missing: z.string().optional(),
  /** Files written up to here were read, or left out. ISO. */
  through: z.string(),
  files: z.object({ read: z.int(), leftOut: z.int() }),
  records: z.int(),
  /** Answers that could not be read, and why the last one could not. */
  unreadable: z.object({ records: z.int(), why: z.string().optional() }),
  /** Lines that are none of a capture file. */
  badLines: z.int(),
  /** All scores, and those of the newest hour: what breaks later is still seen. */
  whole: ScoreTally,
  hour: z.object({ of: z.string(), tally: ScoreTally }),
  finding: ScoreFinding,
});

export type LiveScores = z.infer<typeof LiveScores>;

/** What files written since the last look hold. */
export interface CapturedLook {
  readonly records: readonly CapturedRecord[];
  readonly badLines: number;
  readonly files: { readonly read: number; readonly leftOut: number };
  readonly through: string;
  readonly at: string;
}

/** Nothing looked at yet. */
export function noLiveScores(
  of: Pick<LiveScores, 'model' | 'release' | 'configName' | 'version' | 'kind' | 'reference' | 'missing' | 'through'>,
): LiveScores {
  const whole = emptyTally(of);
  return {
    ...of,
    at: of.through,
    files: { read: 0, leftOut: 0 },
    records: 0,
    unreadable: { records: 0 },
    badLines: 0,
    whole,
    hour: { of: '', tally: whole },
    finding: { verdict: 'TooFew', rows: 0, sentence: 'No live scores yet.' },
  };
}

/** The document after a look, with what all of it shows. The same look on the same document gives the same. */
export function withLook(before: LiveScores, look: CapturedLook, settings: LiveScoresSettings): LiveScores {
  const scale: Scale = { kind: before.kind, reference: before.reference };
  const inTurn = look.records.toSorted((a, b) => a.at - b.at);
  const unread = inTurn.flatMap(({ answer }) => ('unreadable' in answer ? [answer.unreadable] : []));
  const whole = tallyScores(before.whole, inTurn.flatMap(liveScores), scale);
  const why = unread.at(-1) ?? before.unreadable.why;
  const hour = newestHour(before, inTurn, scale);
  const judged = (tally: ScoreTally) => judgeScores({ ...before, tally }, settings);
  const ofHour = judged(hour.tally);
  return {
    ...before,
    at: look.at,
    through: look.through,
    files: { read: before.files.read + look.files.read, leftOut: before.files.leftOut + look.files.leftOut },
    records: before.records + inTurn.length,
    unreadable: { records: before.unreadable.records + unread.length, ...(why === undefined ? {} : { why }) },
    badLines: before.badLines + look.badLines,
    whole,
    hour,
    finding: ofHour.verdict === 'Degenerate' ? ofHour : judged(whole),
  };
}

/** The tally of the newest hour that has records; it begins anew with each. */
function newestHour({ hour }: LiveScores, records: readonly CapturedRecord[], scale: Scale): LiveScores['hour'] {
  const hourOf = ({ at }: CapturedRecord) => new Date(at).toISOString().slice(0, 'YYYY-MM-DDTHH'.length);
  const newest = records.at(-1);
  const of = newest === undefined || hourOf(newest) < hour.of ? hour.of : hourOf(newest);
  const before = of === hour.of ? hour.tally : emptyTally(scale);
  const scores = records.filter((record) => hourOf(record) === of).flatMap(liveScores);
  return { of, tally: tallyScores(before, scores, scale) };
}
