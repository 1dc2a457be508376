import type { ProbeEndpoints } from '#aws/probe-endpoints.ts';
import { executionArnOf, type Workflows } from '#aws/workflows.ts';
import { parseProbeEndpointName } from '#domain/naming.ts';
import type { Sweep } from './sweep.ts';

export interface ReconcileProbesDeps {
  readonly stage: string;
  readonly probeEndpoints: ProbeEndpoints;
  readonly workflows: Workflows;
  readonly retrainStateMachine: string;
}

/** Removes the probe endpoints, and their configs, whose run is no longer under way: an instance that nobody asks only costs money. */
export async function reconcileProbes(sweep: Sweep, deps: ReconcileProbesDeps): Promise<void> {
  await sweep.run('probe endpoints', async () => {
    const runs = new Set<string>();
    for await (const { name, arn } of deps.probeEndpoints.list('-probe')) {
      const run = parseProbeEndpointName(deps.stage, name);
      if (run === undefined || runs.has(run)) continue;
      runs.add(run);
      await sweep.run(name, () => removeOrphan({ name, arn, run }, deps));
    }
    return undefined;
  });
}

async function removeOrphan(
  { name, arn, run }: { readonly name: string; readonly arn: string; readonly run: string },
  deps: ReconcileProbesDeps,
): Promise<string | undefined> {
  const status = await deps.workflows.status(executionArnOf(deps.retrainStateMachine, run));
  if (status === 'RUNNING') return undefined;
  // Only what bears the run as a tag too was made by ProbeCandidate.
  if ((await deps.probeEndpoints.tags(arn))['andon:run'] !== run) return undefined;
  const endpoint = await deps.probeEndpoints.describe(name);
  if (endpoint?.status === 'Deleting') return undefined;
  const removed = await deps.probeEndpoints.remove(name);
  return removed === 'removed' ? `it was removed, since its run is ${status ?? 'gone'}` : undefined;
}
