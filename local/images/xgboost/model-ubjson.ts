import type { Model } from './model.ts';
import { documentOf, modelOf } from './model-document.ts';
import { ModelFormatError } from './model-fields.ts';
import { decodeUbjson, UbjsonError } from './ubjson-decode.ts';
import { encodeUbjson } from './ubjson-encode.ts';

/** Writes a model as XGBoost's UBJSON, which SageMaker's images tell from JSON by its second byte. */
export function modelToUbjson(model: Model): Uint8Array {
  return encodeUbjson(documentOf(model));
}

/** Reads XGBoost's UBJSON. @throws ModelFormatError */
export function modelFromUbjson(bytes: Uint8Array): Model {
  try {
    return modelOf(decodeUbjson(bytes));
  } catch (error) {
    if (!(error instanceof UbjsonError)) throw error;
    throw new ModelFormatError(`The model is no UBJSON: ${error.message}`, { cause: error });
  }
}
