import * as z from 'zod';
import { envelope } from './envelope.ts';

/** An operator, or a model's schedule, asks for a run. The id of the event is the business key. */
export const RetrainRequested = envelope({
  source: 'andon',
  detailType: 'Retrain Requested',
  detail: z.object({
    model: z.string(),
    kind: z.enum(['request', 'schedule']).default('request'),
    actor: z.string().default('schedule'),
    /** Train even when the dataset is the one trained on last. */
    force: z.boolean().default(false),
  }),
}).partial({ account: true, region: true });

/** An operator asks to return to the version before. */
export const RollbackRequested = envelope({
  source: 'andon',
  detailType: 'Rollback Requested',
  detail: z.object({ model: z.string(), actor: z.string(), reason: z.string().default('') }),
}).partial({ account: true, region: true });

/** Reconcile, or an operator, asks for the labels of a model to be judged again. */
export const JudgementRequested = envelope({
  source: 'andon',
  detailType: 'Judgement Requested',
  detail: z.object({ model: z.string(), actor: z.string().default('') }),
}).partial({ account: true, region: true });

export const judgementRequestedPattern = () => ({ source: ['andon'], 'detail-type': ['Judgement Requested'] });

export const requestedPattern = () => ({
  source: ['andon'],
  'detail-type': ['Retrain Requested', 'Rollback Requested'],
});
