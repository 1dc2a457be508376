import type { DeploymentAlarms } from '#aws/deployment-alarms.ts';
import type { Endpoints } from '#aws/endpoints.ts';
import type { ModelRegistry } from '#aws/model-registry.ts';
import { deploymentAlarmName } from '#domain/naming.ts';

export interface CloseDeploymentDeps {
  readonly alarms: DeploymentAlarms;
  readonly endpoints: Endpoints;
  readonly registry: ModelRegistry;
}

/** Rejects a version with its cause, unless somebody did already: their reason stays. */
export async function rejectVersion(arn: string, cause: string, { registry }: CloseDeploymentDeps): Promise<void> {
  const version = await registry.describe(arn);
  if (version !== undefined && version.approval !== 'Rejected') await registry.reject(arn, cause);
}

/**
 * Deletes a deployment's alarms once it is over. The backstop of what goes on serving stays, and starts a rollback should it be raised; the
 * others would be raised by the silence that follows.
 */
export async function deleteAlarms(
  configName: string,
  keep: 'backstop' | 'none',
  { alarms }: CloseDeploymentDeps,
): Promise<void> {
  const kinds = keep === 'backstop' ? (['kill-switch', 'judge-alive'] as const) : allAlarms;
  await alarms.delete(kinds.map((kind) => deploymentAlarmName(configName, kind)));
}

const allAlarms = ['kill-switch', 'judge-alive', 'backstop'] as const;

/** Which of a deployment's alarms is raised, in words, or undefined. */
export async function raisedAlarm(configName: string, { alarms }: CloseDeploymentDeps): Promise<string | undefined> {
  const states = await alarms.states(allAlarms.map((kind) => deploymentAlarmName(configName, kind)));
  const raised = [...states].filter(([, state]) => state === 'ALARM').map(([name]) => name);
  return raised.length === 0 ? undefined : `The alarm ${raised.join(' and ')} was raised.`;
}
