import { randomUUID } from 'node:crypto';
import { MetricUnit } from '@aws-lambda-powertools/metrics';
import * as z from 'zod';
import { type Ledger, objectStoreLedger } from '#aws/ledger.ts';
import { type Notifications, snsNotifications } from '#aws/notifications.ts';
import { type ObjectStore, s3ObjectStore } from '#aws/object-store.ts';
import { stepFunctionsWorkflows, type Workflows } from '#aws/workflows.ts';
import { planIntake } from '#domain/intake/plan-intake.ts';
import type { Catalog } from '#domain/manifest/schema.ts';
import { parseEvent } from '#events/parse-event.ts';
import { catalog } from './catalog.ts';
import { readEnvironment } from './environment.ts';
import { lambdaHandler } from './handler.ts';
import { logger, metrics } from './observability.ts';
import { arrivalOf } from './starts/arrival.ts';
import { startRelease } from './starts/start-release.ts';
import { startRetrain } from './starts/start-retrain.ts';
import { startRollback } from './starts/start-rollback.ts';
import { tellOfUnclaimed } from './starts/tell-of-unclaimed.ts';

export interface IntakeDeps {
  readonly stage: string;
  readonly catalog: Catalog;
  readonly ledger: Ledger;
  readonly ledgerStore: ObjectStore;
  readonly workflows: Workflows;
  readonly notifications: Notifications;
  readonly stateMachines: { readonly retrain: string; readonly release: string; readonly rollback: string };
  readonly now: () => Date;
}

export const IntakeResult = z.object({
  outcome: z.enum(['Started', 'Joined', 'Known', 'Paused', 'Unclaimed', 'NotNeeded', 'Ignored', 'Foreign']),
  /** Name of the execution started or joined. */
  execution: z.string().optional(),
  reason: z.string().optional(),
});

export type IntakeResult = z.infer<typeof IntakeResult>;

/** The door behind every rule: turns an event into at most one execution, whose name is its business key. */
export async function intake(event: unknown, deps: IntakeDeps): Promise<IntakeResult> {
  const parsed = parseEvent(event);
  const arrival = parsed.outcome === 'known' ? arrivalOf(parsed.event) : undefined;
  if (parsed.outcome === 'foreign' || arrival === undefined) {
    // Acknowledged: delivering it again would not change what it is.
    const reason = parsed.outcome === 'foreign' ? parsed.reason : 'Intake has nothing to do with this kind of event.';
    metrics.addMetric('ForeignEvent', MetricUnit.Count, 1);
    logger.warn('An event was not understood and is dropped', { reason, event });
    return { outcome: 'Foreign', reason };
  }
  const plan = planIntake(arrival, { stage: deps.stage, models: Object.keys(deps.catalog) });
  switch (plan.kind) {
    case 'landing':
    case 'retrain':
      return startRetrain(plan, deps);
    case 'release':
      return startRelease(plan, deps);
    case 'rollback':
      return startRollback(plan, deps);
    case 'unclaimed':
      return tellOfUnclaimed(plan, deps);
    case 'ignore':
      return { outcome: 'Ignored', reason: plan.reason };
  }
}

export const handler = lambdaHandler({
  name: 'Intake',
  input: z.unknown(),
  output: IntakeResult,
  invalidInput: 'EventInvalidError',
  run: intake,
  deps: (): IntakeDeps => {
    const env = readEnvironment({
      STAGE: 'string',
      LEDGER_BUCKET: 'string',
      NOTIFICATIONS_TOPIC: 'string',
      RETRAIN_STATE_MACHINE: 'string',
      RELEASE_STATE_MACHINE: 'string',
      ROLLBACK_STATE_MACHINE: 'string',
    });
    const ledgerStore = s3ObjectStore(env.LEDGER_BUCKET);
    return {
      stage: env.STAGE,
      catalog,
      ledger: objectStoreLedger({ store: ledgerStore, newId: randomUUID }),
      ledgerStore,
      workflows: stepFunctionsWorkflows(),
      notifications: snsNotifications(env.NOTIFICATIONS_TOPIC),
      stateMachines: {
        retrain: env.RETRAIN_STATE_MACHINE,
        release: env.RELEASE_STATE_MACHINE,
        rollback: env.ROLLBACK_STATE_MACHINE,
      },
      now: () => new Date(),
    };
  },
});
