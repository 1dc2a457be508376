import type { Model } from './model.ts';
import { documentOf, modelOf } from './model-document.ts';
import { ModelFormatError } from './model-fields.ts';
import type { UbjsonValue } from './ubjson-encode.ts';

/** Writes a model as XGBoost's JSON. Every float has an exponent: 1.7.4 refuses a float array with an integer in it. */
export function modelToJson(model: Model): string {
  return stringify(documentOf(model));
}

/** Reads XGBoost's JSON. @throws ModelFormatError */
export function modelFromJson(text: string): Model {
  let document: unknown;
  try {
    document = JSON.parse(text);
  } catch (error) {
    throw new ModelFormatError('The model begins like JSON but is none', { cause: error });
  }
  return modelOf(document);
}

function stringify(value: UbjsonValue): string {
  if (value instanceof Float32Array) return `[${Array.from(value, float).join(',')}]`;
  if (ArrayBuffer.isView(value)) return `[${Array.from(value as Int32Array, String).join(',')}]`;
  if (Array.isArray(value)) return `[${value.map(stringify).join(',')}]`;
  if (typeof value !== 'object') return JSON.stringify(value);
  return `{${Object.entries(value)
    .map(([key, item]) => `${JSON.stringify(key)}:${stringify(item)}`)
    .join(',')}}`;
}

/** Nine significant digits bring a float32 back exactly; the sign of -0 has to be written by hand. */
function float(value: number): string {
  const sign = Object.is(value, -0) ? '-' : '';
  return sign + value.toExponential(8).replace('e+', 'E').replace('e', 'E');
}
