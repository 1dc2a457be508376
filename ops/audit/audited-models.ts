import type { AuditTrail } from '../../aws/audit-trail.ts';
import type { DeployedStage } from '../adapters/deployed-stage.ts';
import { chosenModels } from '../models.ts';

/** The one model asked for, or all. A model that is no longer deployed keeps its audit trail, and may be asked for. */
export async function auditedModels(
  { deployed, audit }: { readonly deployed: DeployedStage; readonly audit: AuditTrail },
  model: string | undefined,
): Promise<readonly string[]> {
  if (model !== undefined && !deployed.models.includes(model) && /^[a-z0-9][a-z0-9-]*$/.test(model)) {
    if ((await audit.read(model)).length > 0) return [model];
  }
  return chosenModels(deployed, model);
}
