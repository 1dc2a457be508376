import { nextDesired } from '#domain/release-plan/desired.ts';
import type { Admission, ReleaseInput } from '#statemachines/release.data.ts';
import { Probe, RetrainData } from '#statemachines/retrain.data.ts';
import type { AdmissionFactsDeps, ReadFacts } from './admission-facts.ts';

/** What a run found, as far as its version is judged again from it. Runs older than the probe were never probed. */
const Rescore = RetrainData.pick({ dataset: true, training: true }).extend({
  probe: Probe.default({ status: 'NotNeeded' }),
});

/** Does what a decision's outcome asks for: leaves the version as desired, or finds what it can be judged again from. */
export async function completeAdmission(
  { model, version, trigger, generation }: ReleaseInput,
  decision: Admission,
  { facts, deps }: { facts: ReadFacts; deps: AdmissionFactsDeps },
): Promise<Admission> {
  const { reason } = decision;
  switch (decision.outcome) {
    case 'Admitted': {
      if (facts.champion === undefined) return decision;
      const { version: serving, configName, epoch } = facts.champion;
      return { ...decision, blue: { version: serving, configName, epoch } };
    }
    case 'Queued': {
      const { key, actor } = trigger;
      const wanted = { version, key, generation: generation + 1, at: deps.now().toISOString(), actor, reason };
      await deps.ledger.desired(model).change((current) => ({
        write: nextDesired(current, wanted, facts.obsoleteDesired),
        result: undefined,
      }));
      return decision;
    }
    case 'Stale': {
      const run = facts.version?.metadata?.run ?? '';
      const found = (await deps.ledger.run(run).read())?.data;
      const rescore = Rescore.safeParse(found);
      if (rescore.success) return { ...decision, rescore: { run, ...rescore.data } };
      const lost = `What its run ${run} found is not stored, so it cannot be judged again. Retrain.`;
      return { ...decision, outcome: 'Superseded', reason: `${reason} ${lost}` };
    }
    default:
      return decision;
  }
}
