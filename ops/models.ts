import { nearestHint } from '../domain/manifest/nearest.ts';
import type { DeployedStage } from './adapters/deployed-stage.ts';
import { OperatorError } from './operator-error.ts';

/** The one model asked for, or all. @throws OperatorError UNKNOWN_MODEL with the nearest known one */
export function chosenModels({ models, stackName }: DeployedStage, model: string | undefined): readonly string[] {
  if (model === undefined) return models;
  if (models.includes(model)) return [model];
  throw new OperatorError(
    'UNKNOWN_MODEL',
    `${stackName} has no model ${model}.${nearestHint(model, models)} It was deployed with: ${models.join(', ') || 'none'}.`,
  );
}

/** @throws OperatorError UNKNOWN_MODEL with the nearest known one */
export function requireModel(deployed: DeployedStage, model: string): void {
  chosenModels(deployed, model);
}
