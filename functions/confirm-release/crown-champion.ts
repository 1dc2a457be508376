import { type Champion, crown, type Reign } from '#domain/ledger/champion.ts';
import type { Catalog } from '#domain/manifest/schema.ts';
import type { Plan } from '#statemachines/release.data.ts';
import { catalogEntry } from '../catalog.ts';
import type { LeaseDeps } from '../endpoint/hold-lease.ts';

/** Writes down that the plan's version serves now; what served before it becomes a past reign. */
export async function crownChampion(
  crowned: { readonly model: string; readonly release: string; readonly plan: Plan },
  ended: Pick<Reign, 'ended' | 'reason'>,
  { ledger, now, catalog }: LeaseDeps & { readonly catalog: Catalog },
): Promise<Champion> {
  const { model, release, plan } = crowned;
  const { watchHours } = catalogEntry(catalog, model).manifest.release;
  const since = now();
  // What a rollback returns to is not judged against what it left.
  const compared = Object.values(plan.history).some(({ requests }) => requests > 0);
  const watched = plan.kind === 'release' && watchHours > 0 && compared;
  const next = {
    version: plan.target,
    configName: plan.configName,
    epoch: plan.epoch,
    release,
    since: since.toISOString(),
    ...(watched
      ? { watchUntil: new Date(since.getTime() + watchHours * 3_600_000).toISOString(), baseline: plan.history }
      : {}),
  };
  return ledger.champion(model).change((current) => {
    const champion = crown(current, next, ended);
    return { write: champion === current ? undefined : champion, result: champion };
  });
}
