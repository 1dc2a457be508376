import type { ModelRegistry } from '#aws/model-registry.ts';
import type { RegisteredVersion, VersionMetadata } from '#domain/ledger/registered-version.ts';

/** A registry in memory. Versions count from 1 within each model. */
export interface FakeModelRegistry extends ModelRegistry {
  readonly groups: Set<string>;
  /** Puts a version as a run would have registered it. */
  readonly add: (model: string, version?: Partial<RegisteredVersion>) => RegisteredVersion;
  readonly get: (arn: string) => RegisteredVersion;
}

export const exampleMetadata: VersionMetadata = {
  run: 'churn-aaaaaaaaaaaa-1',
  datasetId: 'dataset-1',
  artifactDigest: 'a'.repeat(64),
  manifestDigest: 'b'.repeat(64),
  verdict: 'Passed',
};

export function fakeModelRegistry(now: () => Date = () => new Date('2026-03-01T00:00:00Z')): FakeModelRegistry {
  const versions = new Map<string, RegisteredVersion & { readonly model: string }>();
  const groups = new Set<string>();
  const of = (model: string) => [...versions.values()].filter((version) => version.model === model);
  const found = (arn: string) => {
    const version = versions.get(arn);
    if (version === undefined) throw new Error(`ModelPackage ${arn} does not exist.`);
    return version;
  };
  const change = (arn: string, changes: Partial<RegisteredVersion>) => {
    versions.set(arn, { ...found(arn), ...changes, lastModifiedAt: now().toISOString() });
  };
  const shown = ({ model: _, ...version }: RegisteredVersion & { readonly model: string }): RegisteredVersion =>
    version;
  const fake: FakeModelRegistry = {
    groups,
    get: (arn) => shown(found(arn)),
    add(model, version = {}) {
      const number = version.number ?? of(model).length + 1;
      const arn = `arn:aws:sagemaker:us-east-1:000000000000:model-package/dev-${model}/${number}`;
      const at = now().toISOString();
      const added: RegisteredVersion = {
        number,
        arn,
        approval: 'PendingManualApproval',
        approvalReason: '',
        createdAt: at,
        lastModifiedAt: at,
        metadata: { ...exampleMetadata, run: `${model}-${String(number).padStart(12, '0')}-1` },
        ...version,
      };
      versions.set(added.arn, { ...added, model });
      return added;
    },
    async ensureGroup(model) {
      groups.add(model);
    },
    async create({ model, metadata, approval, approvalReason }) {
      if (!groups.has(model)) throw new Error(`Model Package Group ${model} does not exist.`);
      const existing = of(model).find((version) => version.metadata?.run === metadata.run);
      return existing === undefined ? fake.add(model, { metadata, approval, approvalReason }) : shown(existing);
    },
    async describe(arn) {
      const version = versions.get(arn);
      return version === undefined ? undefined : shown(version);
    },
    async *list(model, approval) {
      for (const { number, arn, approval: status, createdAt } of of(model).toReversed()) {
        if (approval === undefined || approval === status) yield { number, arn, approval: status, createdAt };
      }
    },
    async approve(arn, reason) {
      change(arn, { approval: 'Approved', approvalReason: reason });
    },
    async reject(arn, reason) {
      change(arn, { approval: 'Rejected', approvalReason: reason });
    },
    async annotate(arn, metadata) {
      change(arn, { metadata: { ...exampleMetadata, ...found(arn).metadata, ...metadata } });
    },
  };
  return fake;
}
