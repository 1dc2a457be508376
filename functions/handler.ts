import { injectLambdaContext } from '@aws-lambda-powertools/logger/middleware';
import { MetricUnit } from '@aws-lambda-powertools/metrics';
import { logMetrics } from '@aws-lambda-powertools/metrics/middleware';
import middy from '@middy/core';
import type * as z from 'zod';
import { type ErrorName, StageError } from './errors.ts';
import { fromForeignError } from './foreign-errors.ts';
import { logger, metrics } from './observability.ts';

/** One stage of a workflow, or a function behind a rule: its name, its data, what it needs and what it does. */
export interface Stage<Input, Output, Deps> {
  /** The ASL state's name, which is also the audit action's. */
  readonly name: string;
  readonly input: z.ZodType<Input>;
  readonly output: z.ZodType<Output>;
  /** Makes the real dependencies, once per cold start. */
  readonly deps: () => Deps;
  readonly run: (input: Input, deps: Deps) => Promise<Output>;
  /** What a malformed input is called: a state's input is the ASL's promise, an event is a stranger's. */
  readonly invalidInput?: Extract<ErrorName, 'EventInvalidError' | 'StageInputInvalidError'>;
}

/**
 * Wraps a stage as a Lambda handler: parses the input, runs the stage, checks the output, logs, counts, and translates foreign errors
 * into the names of errors.ts. Metric: `TechnicalFailure` (1 when an error left the function, else 0) by `service`.
 */
export function lambdaHandler<Input, Output, Deps>(stage: Stage<Input, Output, Deps>) {
  let deps: Deps | undefined;
  return middy({ timeoutEarlyInMillis: 0 })
    .use(injectLambdaContext(logger, { resetKeys: true }))
    .use(logMetrics(metrics, { captureColdStartMetric: false }))
    .handler(async (event: unknown): Promise<Output> => {
      metrics.addMetadata('state', stage.name);
      try {
        const input = parse(stage.input, event, stage.invalidInput ?? 'StageInputInvalidError');
        deps ??= stage.deps();
        const output = parse(stage.output, await stage.run(input, deps), 'StageOutputInvalidError');
        metrics.addMetric('TechnicalFailure', MetricUnit.Count, 0);
        logger.info(`${stage.name} finished`, { output });
        return output;
      } catch (error) {
        const translated = fromForeignError(error);
        // What is retried and expected to pass must not page anybody.
        const retryable = translated instanceof StageError && translated.name === 'CapacityUnavailableError';
        metrics.addMetric('TechnicalFailure', MetricUnit.Count, retryable ? 0 : 1);
        logger.error(`${stage.name} failed`, { error: translated });
        throw translated;
      }
    });
}

function parse<T>(schema: z.ZodType<T>, value: unknown, name: ErrorName): T {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const issues = result.error.issues.map(({ path, message }) => `${path.join('.') || '(root)'}: ${message}`);
  throw new StageError(name, `${issues.join('; ')}.`, { cause: result.error });
}
