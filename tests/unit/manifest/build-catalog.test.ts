import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { stringify } from 'yaml';
import { buildCatalog } from '../../../packaging/build-catalog.ts';
import { tinyDocument, tinySql, withValue } from './a-manifest.ts';

let directory: string;

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'catalog-'));
});

afterEach(() => rmSync(directory, { recursive: true }));

function put(folder: string, manifest: string, sql: string | null = tinySql()) {
  mkdirSync(join(directory, folder));
  writeFileSync(join(directory, folder, 'manifest.yaml'), manifest);
  if (sql !== null) writeFileSync(join(directory, folder, 'prepare.sql'), sql);
}

const build = (stage = 'dev') => buildCatalog({ directories: [directory], stage });

describe('the catalog', () => {
  it('has every model with its SQL and a digest of both', () => {
    put('tiny', stringify(tinyDocument()));
    const { tiny } = build();
    expect(tiny?.manifest.model).toBe('tiny');
    expect(tiny?.prepareSql).toBe(tinySql());
    expect(tiny?.digest).toMatch(/^[0-9a-f]{64}$/);
  });

  it('has another digest when the SQL or the manifest changes', () => {
    put('tiny', stringify(tinyDocument()));
    const before = build().tiny?.digest;
    writeFileSync(join(directory, 'tiny', 'prepare.sql'), `${tinySql()}-- more`);
    expect(build().tiny?.digest).not.toBe(before);
  });

  it('is refused with one line for everything that is wrong in any model', () => {
    put('tiny', stringify(withValue(tinyDocument(), 'gatez', [])));
    put('other', ': not yaml: [');
    put('third', stringify(withValue(tinyDocument(), 'model', 'third')), null);
    expect(() => build()).toThrowError(/other.*Not YAML/s);
    expect(() => build()).toThrowError(/tiny.*gatez: Unknown key "gatez"\. Nearest is "gates"\./);
    expect(() => build()).toThrowError(/third.*There is no file "prepare.sql"/);
  });

  it('is empty when there are no models', () => {
    expect(buildCatalog({ directories: [join(directory, 'none')], stage: 'dev' })).toEqual({});
  });
});
