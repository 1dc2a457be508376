import type { Ledger } from '#aws/ledger.ts';
import type { ModelRegistry } from '#aws/model-registry.ts';
import type { ObjectStore } from '#aws/object-store.ts';
import { asksForAnchor } from '#domain/gates/judge-gates.ts';
import type { Version } from '#domain/ledger/serving.ts';
import type { Manifest } from '#domain/manifest/schema.ts';
import { dataKeys } from '#domain/object-keys.ts';
import { otherClasses } from '../datasets/trained-classes.ts';

export interface ComparedVersionsDeps {
  readonly data: ObjectStore;
  readonly ledger: Ledger;
  readonly registry: ModelRegistry;
}

/** A registered version to score beside the candidate. */
export interface ComparedVersion {
  readonly role: 'champion' | 'anchor';
  readonly version: Version;
  /** What it was prepared with, where that is still stored. */
  readonly sql: string | undefined;
  /** Why its scores would not be those of the label: it was trained for other classes. */
  readonly otherClasses: string | undefined;
}

export interface ComparedVersions {
  /** The champion, and the anchor unless that is the champion itself, whose scores are then its own. */
  readonly scored: readonly ComparedVersion[];
  /** What people pinned, when a gate asks for it. */
  readonly anchor: Version | undefined;
}

/** The versions that a candidate of this model is compared with now. */
export async function comparedVersions(manifest: Manifest, deps: ComparedVersionsDeps): Promise<ComparedVersions> {
  const { model, gates } = manifest;
  const champion = (await deps.ledger.champion(model).read())?.version;
  const wanted = gates.some(asksForAnchor);
  const anchor = wanted ? ((await deps.ledger.anchor(model).read())?.version ?? undefined) : undefined;
  const apart = anchor?.number === champion?.number ? undefined : anchor;
  const pairs = [['champion', champion] as const, ['anchor', apart] as const];
  const scored: ComparedVersion[] = [];
  for (const [role, version] of pairs)
    if (version !== undefined) scored.push({ role, version, ...(await trainedWith(manifest, version, deps)) });
  return { scored, anchor };
}

async function trainedWith(
  { model, data: { label } }: Manifest,
  { arn }: Version,
  { registry, data }: ComparedVersionsDeps,
): Promise<Pick<ComparedVersion, 'sql' | 'otherClasses'>> {
  const run = (await registry.describe(arn))?.metadata?.run;
  if (run === undefined) return { sql: undefined, otherClasses: undefined };
  const [sql, other] = await Promise.all([storedSql(model, run, data), otherClasses(label, { model, run }, data)]);
  return { sql, otherClasses: other };
}

/** The SQL that a run prepared its rows with. */
export async function storedSql(model: string, run: string, data: ObjectStore): Promise<string | undefined> {
  const stored = await data.get(dataKeys.prepareSql(model, run));
  return stored && Buffer.from(stored.value).toString('utf8');
}
