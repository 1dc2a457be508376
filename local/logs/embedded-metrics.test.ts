import { describe, expect, it } from 'vitest';
import { embeddedMetrics } from './embedded-metrics.ts';

const line = {
  _aws: {
    Timestamp: 1_767_571_200_000,
    CloudWatchMetrics: [
      {
        Namespace: 'Andon',
        Dimensions: [['service'], ['service', 'model']],
        Metrics: [{ Name: 'Rows', Unit: 'Count' }, { Name: 'Alive', StorageResolution: 1 }, { Name: 'Absent' }],
      },
    ],
  },
  service: 'andon-dev',
  model: 'flight-delays',
  Rows: [10, 20],
  Alive: 1,
};

describe('embeddedMetrics', () => {
  it('reads every metric once for each dimension set and value', () => {
    const found = embeddedMetrics(JSON.stringify(line));
    expect(found).toHaveLength(6);
    expect(found[0]).toEqual({
      namespace: 'Andon',
      name: 'Rows',
      dimensions: { service: 'andon-dev' },
      value: 10,
      unit: 'Count',
      storageResolution: 60,
      at: 1_767_571_200_000,
    });
    expect(found.at(-1)).toMatchObject({
      name: 'Alive',
      dimensions: { service: 'andon-dev', model: 'flight-delays' },
      storageResolution: 1,
    });
  });

  it('reads a line with a console prefix', () => {
    expect(embeddedMetrics(`2026-01-05T00:00:00.000Z\tid\tINFO\t${JSON.stringify(line)}`)).toHaveLength(6);
  });

  it.each([
    'plain text',
    '{"message":"no metrics"}',
    '"_aws" but {broken',
    '{"_aws":{}}',
    '{"_aws":{"CloudWatchMetrics":[{}]}}',
  ])('finds none in %s', (message) => {
    expect(embeddedMetrics(message)).toEqual([]);
  });
});
