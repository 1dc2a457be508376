import type { LandedObject } from '../landing/open-batch.ts';
import { endpointName, executionName, modelPackageGroupName } from '../naming.ts';

/** What reached the door, freed of its event's shape. */
export type Arrival =
  | {
      readonly kind: 'object';
      readonly key: string;
      readonly etag?: string | undefined;
      readonly versionId?: string | undefined;
    }
  | {
      readonly kind: 'decision';
      readonly group: string;
      readonly version: number;
      readonly arn: string;
      readonly status: 'Approved' | 'Rejected' | 'PendingManualApproval';
      readonly changedAt: string;
    }
  | { readonly kind: 'alarm'; readonly alarmName: string; readonly eventId: string }
  | {
      readonly kind: 'retrain';
      readonly model: string;
      readonly eventId: string;
      readonly actor: string;
      readonly force: boolean;
      readonly trigger: 'request' | 'schedule';
    }
  | {
      readonly kind: 'rollback';
      readonly model: string;
      readonly eventId: string;
      readonly actor: string;
      readonly reason: string;
    };

export type IntakePlan =
  | { readonly kind: 'landing'; readonly object: LandedObject }
  | {
      readonly kind: 'retrain';
      readonly model: string;
      readonly run: string;
      readonly key: string;
      readonly actor: string;
      readonly force: boolean;
      readonly trigger: 'request' | 'schedule';
    }
  | {
      readonly kind: 'release';
      readonly model: string;
      readonly version: { readonly number: number; readonly arn: string };
      readonly release: string;
      readonly key: string;
    }
  /** Started only if the version is the champion; intake asks the ledger. */
  | {
      readonly kind: 'rollback';
      readonly model: string;
      readonly cause: 'alarm' | 'rejection' | 'request';
      readonly version?: number;
      readonly configName?: string;
      readonly actor: string;
      readonly reason: string;
    }
  /** A file under a prefix that belongs to no model: somebody must be told. */
  | { readonly kind: 'unclaimed'; readonly prefix: string; readonly key: string }
  | { readonly kind: 'ignore'; readonly reason: string };

/** What an arrival asks for, by names alone. Pure: what is open, paused or serving is asked later. */
export function planIntake(
  arrival: Arrival,
  { stage, models }: { readonly stage: string; readonly models: readonly string[] },
): IntakePlan {
  switch (arrival.kind) {
    case 'object': {
      const { key, etag, versionId } = arrival;
      const [folder, model = '', ...rest] = key.split('/');
      if (folder !== 'landing') return { kind: 'ignore', reason: `${key} is not under landing/.` };
      if (key.endsWith('/')) return { kind: 'ignore', reason: `${key} is a folder, not data.` };
      if (rest.length === 0) return { kind: 'unclaimed', prefix: 'landing/', key };
      if (!models.includes(model)) return { kind: 'unclaimed', prefix: `landing/${model}/`, key };
      return { kind: 'landing', object: { model, key, etag, versionId } };
    }
    case 'decision': {
      const model = models.find((name) => modelPackageGroupName(stage, name) === arrival.group);
      if (model === undefined)
        return { kind: 'ignore', reason: `${arrival.group} is no model's group of this deployment.` };
      if (arrival.status === 'PendingManualApproval')
        return { kind: 'ignore', reason: 'The version waits for a decision.' };
      if (arrival.status === 'Rejected') {
        const reason = `Version ${arrival.version} was rejected in the registry.`;
        return { kind: 'rollback', model, cause: 'rejection', version: arrival.version, actor: 'registry', reason };
      }
      const key = approvalKey(arrival.arn, arrival.changedAt);
      const version = { number: arrival.version, arn: arrival.arn };
      return { kind: 'release', model, version, release: executionName(model, key, 1), key };
    }
    case 'alarm': {
      const [, configName = '', endpoint, version] =
        /^((.+)-e\d+-v(\d+))-(?:kill-switch|judge-alive|backstop)$/.exec(arrival.alarmName) ?? [];
      const model = models.find((name) => endpointName(stage, name) === endpoint);
      if (model === undefined) return { kind: 'ignore', reason: `${arrival.alarmName} is no deployment's alarm.` };
      const reason = `The alarm ${arrival.alarmName} was raised.`;
      return {
        kind: 'rollback',
        model,
        cause: 'alarm',
        version: Number(version),
        configName,
        actor: 'cloudwatch',
        reason,
      };
    }
    case 'retrain': {
      if (!models.includes(arrival.model))
        return { kind: 'ignore', reason: `${arrival.model} is no model of this deployment.` };
      const key = `${arrival.trigger}:${arrival.eventId}`;
      const { model, actor, force, trigger } = arrival;
      return { kind: 'retrain', model, run: executionName(model, key, 1), key, actor, force, trigger };
    }
    case 'rollback': {
      if (!models.includes(arrival.model))
        return { kind: 'ignore', reason: `${arrival.model} is no model of this deployment.` };
      const reason = arrival.reason || 'An operator asked for it.';
      return { kind: 'rollback', model: arrival.model, cause: 'request', actor: arrival.actor, reason };
    }
  }
}

/**
 * The business key of an approval: the version and the change that approved it.
 * @param changedAt ISO time. Events bear it in whole seconds and the registry in parts of them, so the seconds count.
 */
export function approvalKey(versionArn: string, changedAt: string): string {
  return `approval:${versionArn}@${changedAt.slice(0, 'YYYY-MM-DDTHH:MM:SS'.length)}`;
}

/** The business key of a rollback: the deposed champion's epoch. */
export function rollbackKey(model: string, epoch: number): string {
  return `rollback:${model}@${epoch}`;
}
