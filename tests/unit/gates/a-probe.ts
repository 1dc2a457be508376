import type { ProbeDocument } from '#domain/serving/probe-document.ts';

/** What a container answered; nothing was asked but what is given. */
export function aProbe(fields: Partial<ProbeDocument> = {}): ProbeDocument {
  return {
    version: 1,
    model: 'churn',
    run: 'churn-000000000001-1',
    at: '2026-03-01T00:00:00.000Z',
    artifactDigest: 'a1',
    instance: 'ml.m5.large',
    label: { kind: 'binary' },
    endpoint: { outcome: 'InService' },
    contracts: [],
    milliseconds: [],
    comparable: 0,
    compared: [],
    ...fields,
  };
}

export const notServing = aProbe({ endpoint: { outcome: 'NotServing', reason: 'its endpoint is Failed: no ping' } });
