import { describe, expect, it } from 'vitest';
import { Wait } from '#domain/jobs/wait.ts';

describe('Who waits for a job', () => {
  it('is read back as it was written, whatever else the ledger keeps beside it', () => {
    const wait = {
      kind: 'transform' as const,
      job: 'dev-churn-1-champion-1',
      token: 't',
      model: 'churn',
      run: 'churn-1',
      executionArn: 'arn',
      role: 'champion' as const,
      version: 3,
      lastAttempt: false,
      since: '2026-03-01T00:00:00.000Z',
    };
    expect(Wait.parse({ ...wait, writer: 't' })).toEqual(wait);
  });
});
