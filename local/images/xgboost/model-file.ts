import { readFileSync, writeFileSync } from 'node:fs';
import type { Model } from './model.ts';
import { ModelFormatError } from './model-fields.ts';
import { modelFromJson } from './model-json.ts';
import { modelFromUbjson, modelToUbjson } from './model-ubjson.ts';

/** The file name that SageMaker's XGBoost image gives every model. */
export const MODEL_FILE = 'xgboost-model';

export function writeModel(path: string, model: Model): void {
  writeFileSync(path, modelToUbjson(model));
}

/** Reads a model in JSON or UBJSON, told apart as XGBoost does: `{"` and `{` + white space are JSON, `{` + any other byte UBJSON. */
export function readModel(path: string): Model {
  const bytes = readFileSync(path);
  if (bytes[0] !== 0x7b) {
    throw new ModelFormatError(
      `${path} is neither JSON nor UBJSON. XGBoost 1.7 saves its old binary format when the name has no extension: load it there and save it as .ubj`,
    );
  }
  const second = String.fromCharCode(bytes[1] ?? 0);
  return second === '"' || /\s/.test(second) ? modelFromJson(bytes.toString()) : modelFromUbjson(bytes);
}
