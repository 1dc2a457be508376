import type { NormalizedSchema } from '@smithy/core/schema';
import { ServiceError } from '../cloud.ts';
import type { ServiceModel } from './service-model.ts';

/** What services call a request that lacks something; the others say ValidationException. */
const CODES: Partial<Record<ServiceModel['id'], string>> = {
  cloudformation: 'ValidationError',
  logs: 'InvalidParameterException',
  sns: 'InvalidParameter',
  sqs: 'MissingParameter',
  'sagemaker-runtime': 'ValidationError',
};

/**
 * Refuses an input that lacks top-level members the model requires, in the words of AWS's validation.
 * @throws ServiceError
 */
export function requireMembers(model: ServiceModel, schema: NormalizedSchema, input: Record<string, unknown>): void {
  if (model.id === 's3' || !schema.isStructSchema()) return;
  const tuple = schema.getSchema() as unknown as [number, string, string, unknown, string[], unknown[], number?];
  const missing = tuple[4].slice(0, tuple[6] ?? 0).filter((name) => input[name] === undefined || input[name] === null);
  if (missing.length === 0) return;
  const faults = missing.map((name) => {
    const member = name[0]!.toLowerCase() + name.slice(1);
    return `Value at '${member}' failed to satisfy constraint: Member must not be null`;
  });
  const count = `${missing.length} validation error${missing.length > 1 ? 's' : ''} detected: `;
  throw new ServiceError(CODES[model.id] ?? 'ValidationException', count + faults.join('; '));
}
