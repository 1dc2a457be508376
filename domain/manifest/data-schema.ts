import * as z from 'zod';
import { CAPACITY } from '../landing/measure-plan.ts';
import { Drift, FeatureDrift } from './drift-schema.ts';
import { Mode, Share } from './mode.ts';

export const ColumnType = z.enum(['boolean', 'integer', 'number', 'string', 'timestamp', 'date']);

export const Column = z.strictObject({
  type: ColumnType,
  required: z.boolean().default(true),
  /** Values never appear in evidence. */
  sensitive: z.boolean().default(false),
});

/** One rule about landed rows. `check` names it; `mode` says whether it may stop the line. */
export const Expectation = z.discriminatedUnion('check', [
  z.strictObject({ check: z.literal('rowCount'), min: z.int().min(0).optional(), max: z.int().optional(), mode: Mode }),
  z.strictObject({ check: z.literal('nullShare'), column: z.string(), max: Share, mode: Mode }),
  z.strictObject({
    check: z.literal('range'),
    column: z.string(),
    min: z.number().optional(),
    max: z.number().optional(),
    /** Share of rows that may lie outside. */
    tolerance: Share.default(0),
    mode: Mode,
  }),
  z.strictObject({
    check: z.literal('allowedValues'),
    column: z.string(),
    values: z.array(z.string()).min(1),
    tolerance: Share.default(0),
    mode: Mode,
  }),
  z.strictObject({
    check: z.literal('unique'),
    columns: z.array(z.string()).min(1),
    tolerance: Share.default(0),
    mode: Mode,
  }),
  z.strictObject({
    check: z.literal('matches'),
    column: z.string(),
    pattern: z.string(),
    tolerance: Share.default(0),
    mode: Mode,
  }),
  z.strictObject({ check: z.literal('freshness'), maxAgeHours: z.number().positive(), mode: Mode }),
  /** A DuckDB predicate that every row must satisfy. */
  z.strictObject({
    check: z.literal('sql'),
    name: z.string(),
    predicate: z.string(),
    tolerance: Share.default(0),
    mode: Mode,
  }),
  /** The share of label 1, or of one class of a multiclass label. */
  z.strictObject({ check: z.literal('labelRate'), class: z.string().optional(), min: Share, max: Share, mode: Mode }),
]);

/** What is learnt, as a DuckDB expression over a landed row. prepare.sql returns the same as `label`. */
export const Label = z.discriminatedUnion('kind', [
  /** A boolean, or 0 and 1. */
  z.strictObject({ sql: z.string(), kind: z.literal('binary') }),
  z.strictObject({ sql: z.string(), kind: z.literal('number') }),
  /** One of several classes, by its name. */
  z.strictObject({
    sql: z.string(),
    kind: z.literal('multiclass'),
    /**
     * Names of the classes as the expression gives them, cast to text. Their order is that of the scores: a model is trained
     * on the index, from 0. Three or more; of two classes a binary label says more.
     */
    classes: z.array(z.string('A class is a text. Write it in quotes.')).min(2).max(100),
  }),
]);

/** A landed column, or a feature, that alone ranks the label this well is taken to contain it. */
export const Leakage = z.strictObject({
  /**
   * AUC of the column alone, 0.5 to 1, for a binary label; of the class it tells best from all others for a multiclass one;
   * absolute rank correlation for a number.
   */
  limit: z.number().min(0.5).max(1).default(0.98),
  /** Further columns that may be written after the event and that prepare.sql makes no feature of. Those in the label's expression need no mention. */
  except: z.array(z.string()).default([]),
  mode: Mode,
});

export const Data = z.strictObject({
  /** marker: a landing is complete when the marker object exists. quiet: when no object came for `quietMinutes`. */
  completeWhen: z.enum(['marker', 'quiet']).default('quiet'),
  marker: z.string().default('_SUCCESS'),
  quietMinutes: z.int().min(1).max(1440).default(5),
  /** A cron(...) or rate(...) on which a run starts without a landing. */
  schedule: z.string().optional(),
  format: z.enum(['csv', 'parquet']),
  /** A landing of more bytes is measured in parts of about so many, at once; one function measures what is smaller. */
  partBytes: z.int().min(1).max(CAPACITY.partBytes).default(CAPACITY.partBytes),
  /** Share of the landed lines that may be unreadable; they are left out. */
  maxMalformedShare: Share.default(0),
  columns: z.record(z.string(), Column),
  label: Label,
  /** The landed column that says when a row happened. */
  eventTime: z.string(),
  /** How many accepted datasets, the new one included, a candidate trains on. */
  window: z.int().min(1).max(120),
  expectations: z.array(Expectation).default([]),
  drift: z.array(Drift).default([]),
  /** Drift of what prepare.sql makes of the columns, such as lags and rates. */
  featureDrift: z.array(FeatureDrift).default([]),
  leakage: Leakage.prefault({}),
  /** The newest share of the landed rows by event time; training ends `gapHours` before it. */
  holdout: z.strictObject({
    share: z.number().min(0.01).max(0.9).default(0.2),
    gapHours: z.number().min(0).default(0),
    minimumRows: z.int().min(1).default(500),
    /**
     * How long after a row's event its label is final. Rows younger than that when their dataset was pinned are neither trained on nor held
     * out. 0: a label is known with its row, and no row is left out.
     */
    labelMaturityHours: z.number().min(0).default(0),
  }),
});

export type Data = z.infer<typeof Data>;
export type Label = z.infer<typeof Label>;
export type Expectation = z.infer<typeof Expectation>;
export type ColumnType = z.infer<typeof ColumnType>;
