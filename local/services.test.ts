import { describe, expect, it } from 'vitest';
import { SERVICES } from './services.ts';
import { createServedCloud } from './testing/served-cloud.ts';
import { loadServiceModel } from './wire/service-model.ts';
import { SERVICE_TABLE } from './wire/service-table.ts';

describe('the services', () => {
  it('implement only operations that the AWS API has', async () => {
    await using cloud = await createServedCloud({ services: SERVICES });
    for (const entry of SERVICE_TABLE) {
      const { operations } = await loadServiceModel(entry);
      const implemented = Object.keys(cloud.services.get(entry.id)?.operations ?? {});
      expect(
        implemented.filter((name) => !operations.has(name)),
        entry.id,
      ).toEqual([]);
      expect(implemented.length, entry.id).toBeGreaterThan(0);
    }
    expect([...cloud.services.keys()].sort()).toEqual(SERVICE_TABLE.map(({ id }) => id).sort());
  });

  it('fill every port once', async () => {
    await using cloud = await createServedCloud({ services: SERVICES });
    const filled = [...cloud.services.values()].flatMap(({ ports = {} }) => Object.keys(ports));
    expect(filled.sort()).toEqual(['emit', 'invoke', 'invokeAsync', 'log', 'metric']);
  });
});
