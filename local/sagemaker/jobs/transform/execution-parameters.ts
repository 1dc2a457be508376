import type { BatchLimits } from './batches.ts';
import type { TransformRequest } from './transform-job.ts';

const DEFAULT_PAYLOAD_MB = 6;

/** How a transform job calls its model: what the request says, else what GET /execution-parameters says, else SageMaker's defaults. */
export async function executionParameters(port: number, request: TransformRequest) {
  const offered = await offeredParameters(port);
  const payloadMb = request.MaxPayloadInMB ?? numberOf(offered.MaxPayloadInMB) ?? DEFAULT_PAYLOAD_MB;
  const strategy =
    request.BatchStrategy ?? (offered.BatchStrategy === 'SINGLE_RECORD' ? 'SingleRecord' : 'MultiRecord');
  const limits: BatchLimits = {
    strategy: strategy === 'SingleRecord' ? 'SingleRecord' : 'MultiRecord',
    // 0 means no limit.
    maxBytes: payloadMb === 0 ? Number.POSITIVE_INFINITY : payloadMb * 1024 * 1024,
  };
  const concurrent = (request.MaxConcurrentTransforms || numberOf(offered.MaxConcurrentTransforms)) ?? 1;
  return { limits, concurrent: Math.max(1, concurrent) };
}

async function offeredParameters(port: number): Promise<Record<string, unknown>> {
  try {
    const response = await fetch(`http://127.0.0.1:${port}/execution-parameters`, {
      signal: AbortSignal.timeout(2_000),
    });
    const value: unknown = response.status === 200 ? await response.json() : undefined;
    return typeof value === 'object' && value !== null ? { ...value } : {};
  } catch {
    // A container need not answer it.
    return {};
  }
}

function numberOf(value: unknown): number | undefined {
  return typeof value === 'number' && Number.isFinite(value) ? value : undefined;
}
