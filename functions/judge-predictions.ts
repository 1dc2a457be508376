import { randomUUID } from 'node:crypto';
import * as z from 'zod';
import { type Ledger, objectStoreLedger } from '#aws/ledger.ts';
import { ledgerDocument } from '#aws/ledger-document.ts';
import { snsNotifications } from '#aws/notifications.ts';
import { type ObjectStore, s3ObjectStore } from '#aws/object-store.ts';
import { sageMakerModelRegistry } from '#aws/sagemaker-model-registry.ts';
import { stepFunctionsWorkflows } from '#aws/workflows.ts';
import type { Champion } from '#domain/ledger/champion.ts';
import { dataKeys } from '#domain/object-keys.ts';
import { isNewer, QualityDocument } from '#domain/quality/quality-document.ts';
import { parseEvent } from '#events/parse-event.ts';
import { auditFromEnvironment } from './audit.ts';
import { catalog } from './catalog.ts';
import { readEnvironment } from './environment.ts';
import { lambdaHandler } from './handler.ts';
import { type ActOnLabelsDeps, actOnLabels, tellOfLabels } from './judge-predictions/act-on-labels.ts';
import {
  type JudgeReignLabelsDeps,
  judgeReignLabels,
  type LabelledReign,
} from './judge-predictions/judge-reign-labels.ts';
import { modelOfLabels } from './judge-predictions/model-of-labels.ts';
import { tellOfUnclaimed } from './starts/tell-of-unclaimed.ts';

export interface JudgePredictionsDeps extends JudgeReignLabelsDeps, ActOnLabelsDeps {
  readonly ledger: Ledger;
  readonly ledgerStore: ObjectStore;
  readonly newId: () => string;
}

export const JudgePredictionsResult = z.object({
  outcome: z.enum(['Judged', 'Unchanged', 'Ignored', 'Unclaimed']),
  /** Verdict by release: of what serves, and of what served before it. */
  verdicts: z.record(z.string(), z.string()).default({}),
  rollback: z.string().optional(),
  reason: z.string().optional(),
});

/** Past reigns that labels are looked for, besides the champion: theirs come late. */
const PAST_REIGNS = 2;

/** Labels landed: the predictions they are of are judged, and a champion that is shown to be worse within its watch hours goes. */
export async function judgePredictions(
  event: unknown,
  deps: JudgePredictionsDeps,
): Promise<z.infer<typeof JudgePredictionsResult>> {
  const found = modelOfLabels(parseEvent(event), deps.catalog);
  if (found.kind === 'ignore') return { outcome: 'Ignored', verdicts: {}, reason: found.reason };
  if (found.kind === 'unclaimed') {
    const { reason } = await tellOfUnclaimed(found, deps);
    return { outcome: 'Unclaimed', verdicts: {}, ...(reason === undefined ? {} : { reason }) };
  }
  const { model } = found;
  const champion = await deps.ledger.champion(model).read();
  if (champion === undefined) return { outcome: 'Ignored', verdicts: {}, reason: `${model} has never served.` };
  const verdicts: Record<string, string> = {};
  let rollback: string | undefined;
  for (const reign of [champion, ...champion.past.slice(0, PAST_REIGNS)]) {
    const judged = await judgeReign({ model, reign, champion }, deps);
    if (judged !== undefined) verdicts[reign.release] = judged.judgement.verdict;
    rollback ??= judged?.rollback;
  }
  const outcome = Object.keys(verdicts).length === 0 ? 'Unchanged' : 'Judged';
  return { outcome, verdicts, ...(rollback === undefined ? {} : { rollback }) };
}

async function judgeReign(
  { model, reign, champion }: { model: string; reign: LabelledReign; champion: Champion },
  deps: JudgePredictionsDeps,
): Promise<QualityDocument | undefined> {
  const key = dataKeys.predictionQuality(model, reign.release);
  const kept = ledgerDocument({ store: deps.data, key, schema: QualityDocument, newId: deps.newId });
  const known = await kept.read();
  const document = await judgeReignLabels({ model, reign, before: known }, deps);
  if (document === undefined) return undefined;
  const rollback = (await actOnLabels(document, champion, deps)) ?? known?.rollback;
  const final = { ...document, ...(rollback === undefined ? {} : { rollback }) };
  // Written after what follows from it: what a document tells need not be done again.
  const { written, before } = await kept.change((current) =>
    isNewer(final, current)
      ? { write: final, result: { written: true, before: current } }
      : { write: undefined, result: { written: false, before: current } },
  );
  if (written) await tellOfLabels(final, before, deps);
  return final;
}

export const handler = lambdaHandler({
  name: 'JudgePredictions',
  input: z.unknown(),
  output: JudgePredictionsResult,
  invalidInput: 'EventInvalidError',
  run: judgePredictions,
  deps: (): JudgePredictionsDeps => {
    const env = readEnvironment({
      STAGE: 'string',
      DATA_BUCKET: 'string',
      LEDGER_BUCKET: 'string',
      NOTIFICATIONS_TOPIC: 'string',
      ROLLBACK_STATE_MACHINE: 'string',
    });
    const ledgerStore = s3ObjectStore(env.LEDGER_BUCKET);
    return {
      stage: env.STAGE,
      catalog,
      data: s3ObjectStore(env.DATA_BUCKET),
      ledgerStore,
      ledger: objectStoreLedger({ store: ledgerStore, newId: randomUUID }),
      audit: auditFromEnvironment(ledgerStore),
      registry: sageMakerModelRegistry({ stage: env.STAGE }),
      notifications: snsNotifications(env.NOTIFICATIONS_TOPIC),
      workflows: stepFunctionsWorkflows(),
      rollbackStateMachine: env.ROLLBACK_STATE_MACHINE,
      newId: randomUUID,
      now: () => new Date(),
    };
  },
});
