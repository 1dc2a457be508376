import type { Ledger } from '#aws/ledger.ts';
import type { ModelRegistry } from '#aws/model-registry.ts';

interface ChampionRunDeps {
  readonly ledger: Ledger;
  readonly registry: ModelRegistry;
}

/** The version that serves and the run that made it, which the registry knows. Undefined when nothing serves. */
export async function championRun(
  model: string,
  { ledger, registry }: ChampionRunDeps,
): Promise<{ readonly version: number; readonly run: string | undefined } | undefined> {
  const champion = await ledger.champion(model).read();
  if (champion === undefined) return undefined;
  return {
    version: champion.version.number,
    run: (await registry.describe(champion.version.arn))?.metadata?.run,
  };
}
