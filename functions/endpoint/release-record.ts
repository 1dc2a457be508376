import type { Ledger } from '#aws/ledger.ts';
import type { ReleaseInput } from '#statemachines/release.data.ts';

/** Remembers how a release or rollback was started, once. */
export async function rememberStart(
  kind: 'release' | 'rollback',
  input: ReleaseInput,
  { ledger, now }: { readonly ledger: Ledger; readonly now: () => Date },
): Promise<void> {
  const { model, release: name, generation, version, trigger } = input;
  const started = { model, release: name, generation, version, trigger };
  await ledger.run(name).change((current) => {
    if (current !== undefined) return { write: undefined, result: undefined };
    const record = { kind, name, model, generation, input: started, startedAt: now().toISOString(), data: {} };
    return { write: record, result: undefined };
  });
}
