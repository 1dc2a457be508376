import type { Probes } from '#aws/probes.ts';
import type { WatchTrafficInput } from '../watch-traffic.ts';
import { type HoldoutRowsDeps, holdoutRows } from './holdout-rows.ts';

export interface SendProbesDeps extends HoldoutRowsDeps {
  readonly probes: Probes;
}

/** What became of a look's probes. What they were answered is in the endpoint's metrics, as every request's. */
export interface ProbesSent {
  readonly sent: number;
  readonly failed: number;
  /** Of the first that failed, or of reading the rows. */
  readonly failure?: string;
}

/** A look may take 90 s, and the next one must not be late. */
const WITHIN_SECONDS = 30;

/**
 * Sends holdout rows through the endpoint, which splits them among the fleets like any traffic: other rows at each look, prepared as for the
 * version that serves, as its callers send them. Never throws: a probe that fails is what is looked for, not a failure to look.
 */
export async function sendProbes(input: WatchTrafficInput, count: number, deps: SendProbesDeps): Promise<ProbesSent> {
  const look = input.watch?.looks ?? 0;
  try {
    const rows = await holdoutRows(input, { roles: ['champion', 'candidate'], from: look * count, count }, deps);
    // A small holdout is sent more than once.
    const probes = rows.length === 0 ? [] : Array.from({ length: count }, (_, index) => rows[index % rows.length]!);
    const answers = await deps.probes.send(input.plan.endpointName, probes, { withinSeconds: WITHIN_SECONDS });
    const failures = answers.flatMap((answer) => ('failure' in answer ? [answer.failure] : []));
    const [failure] = failures;
    return { sent: answers.length, failed: failures.length, ...(failure === undefined ? {} : { failure }) };
  } catch (error) {
    return { sent: 0, failed: 0, failure: error instanceof Error ? `${error.name}: ${error.message}` : String(error) };
  }
}
