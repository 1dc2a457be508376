import { describe, expect, it } from 'vitest';
import type { Catalog, CatalogEntry } from '../../../domain/manifest/schema.ts';
import { buildCatalog } from '../../../packaging/build-catalog.ts';
import { refuseWrongSql } from '../../../packaging/refuse-wrong-sql.ts';

const catalog = buildCatalog({ directories: ['models', 'tests/models'], stage: 'dev' });
const { tiny } = catalog;

const refusal = (changed: Partial<CatalogEntry>) =>
  refuseWrongSql({ tiny: { ...tiny!, ...changed } }, ['tests/models']).then(
    () => '',
    (error: Error) => error.message,
  );

const withData = (data: Partial<CatalogEntry['manifest']['data']>) =>
  refusal({ manifest: { ...tiny!.manifest, data: { ...tiny!.manifest.data, ...data } } });

describe('the SQL of a model, at build', () => {
  it('is run over no rows of the declared columns, and every model of the project passes', async () => {
    await expect(refuseWrongSql(catalog as Catalog, ['models', 'tests/models'])).resolves.toBeUndefined();
  });

  it('names a column that prepare.sql misspells, and its like', async () => {
    const message = await refusal({ prepareSql: tiny!.prepareSql.replace('area / rooms', 'aera / rooms') });
    expect(message).toMatch(
      /^tests\/models\/tiny\/manifest\.yaml: prepare: prepare\.sql does not run: .*"aera".*"area"/,
    );
    expect(message.split('\n')).toHaveLength(1);
  });

  it('refuses what is no SQL, and a feature that is no number', async () => {
    expect(await refusal({ prepareSql: 'SELEC 1' })).toContain('Parser Error: syntax error at or near "SELEC"');
    const text = tiny!.prepareSql.replace('area / rooms', 'flat');
    expect(await refusal({ prepareSql: text })).toContain('The feature area_per_room is VARCHAR');
  });

  it('names a label or an expectation over a column that is not declared', async () => {
    expect(await withData({ label: { sql: 'rennt', kind: 'number' } })).toMatch(/: data\.label\.sql: .*"rennt"/);
    const predicate = 'rent > aera';
    const expectations = [{ check: 'sql', name: 'plausible', predicate, tolerance: 0, mode: 'enforce' }] as const;
    expect(await withData({ expectations: [...expectations] })).toMatch(/: data\.expectations\.0: .*"aera"/);
  });

  it('names a feature whose drift is limited and that prepare.sql does not return, and its like', async () => {
    const featureDrift = [{ feature: 'area_per_rom', maxPsi: 0.2, mode: 'observe' as const }];
    expect(await withData({ featureDrift })).toMatch(
      /: data\.featureDrift\.0\.feature: prepare\.sql returns no feature "area_per_rom"\. Nearest is "area_per_room"\.$/,
    );
    expect(await withData({ featureDrift: [{ ...featureDrift[0]!, feature: 'area_per_room' }] })).toBe('');
  });
});
