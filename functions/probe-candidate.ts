import type * as z from 'zod';
import { sageMakerInference } from '#aws/inference.ts';
import { s3ObjectStore } from '#aws/object-store.ts';
import { type ProbeEndpoints, sageMakerProbeEndpoints } from '#aws/probe-endpoints.ts';
import type { Catalog, Manifest } from '#domain/manifest/schema.ts';
import { candidateModelName, probeEndpointName } from '#domain/naming.ts';
import { dataKeys } from '#domain/object-keys.ts';
import type { ProbeDocument } from '#domain/serving/probe-document.ts';
import { asksContainer } from '#domain/serving/probe-plan.ts';
import { probeStep } from '#domain/serving/probe-step.ts';
import { Probe, RetrainData } from '#statemachines/retrain.data.ts';
import { catalog, catalogEntry } from './catalog.ts';
import { readEnvironment } from './environment.ts';
import { StageError } from './errors.ts';
import { lambdaHandler } from './handler.ts';
import { type MeasureContainerDeps, measureContainer } from './probe-candidate/measure-container.ts';
import { keepProbe, readProbe } from './probe-candidate/probe-record.ts';

export interface ProbeCandidateDeps extends MeasureContainerDeps {
  readonly stage: string;
  readonly catalog: Catalog;
  readonly probeEndpoints: ProbeEndpoints;
  readonly now: () => Date;
}

export const ProbeCandidateInput = RetrainData.pick({
  model: true,
  run: true,
  prepared: true,
  training: true,
  scores: true,
}).extend({ probe: Probe.nullish() });

type Input = z.infer<typeof ProbeCandidateInput>;
type Result = z.infer<typeof Probe>;

const LOOK_SECONDS = 60;
/** Until SageMaker is asked again for an instance that it did not have. */
const CAPACITY_SECONDS = 600;

/**
 * Asks the candidate's container what the serving gates want to know, on an endpoint of one instance that lives for that alone. What was
 * found is written once and adopted from then on; every step before may be done again.
 * @throws StageError CapacityExhaustedError
 */
export async function probeCandidate(input: Input, deps: ProbeCandidateDeps): Promise<Result> {
  const { model, run } = input;
  const { manifest } = catalogEntry(deps.catalog, model);
  if (!manifest.gates.some(asksContainer)) return { status: 'NotNeeded' };
  const name = probeEndpointName(deps.stage, run);
  const earlier = await readProbe(dataKeys.probe(model, run), deps.data);
  const found = earlier?.finished ?? (await lookAtEndpoint(name, input, deps));
  // Where SageMaker is still creating it, reconcile removes it later.
  if ('uri' in found) await deps.probeEndpoints.remove(name);
  return found;
}

async function lookAtEndpoint(name: string, input: Input, deps: ProbeCandidateDeps): Promise<Result> {
  const { manifest } = catalogEntry(deps.catalog, input.model);
  const now = deps.now();
  const at = now.toISOString();
  const waiting = input.probe?.status === 'Waiting' ? input.probe : { since: at, attempt: 1 };
  const { since, attempt } = waiting;
  const step = probeStep({ endpoint: await deps.probeEndpoints.describe(name), since, now });
  switch (step.kind) {
    case 'Wait':
      return { status: 'Waiting', waitSeconds: LOOK_SECONDS, since, attempt };
    case 'Create':
      if ((await create(name, input, deps)) === 'created')
        return { status: 'Waiting', waitSeconds: LOOK_SECONDS, since: at, attempt };
      return waitForCapacity({ since: at, attempt }, "the account's limit of instances is reached", manifest);
    case 'NoCapacity':
      await deps.probeEndpoints.remove(name);
      return waitForCapacity({ since: at, attempt }, step.reason, manifest);
    case 'NotServing': {
      const nothing = { contracts: [], milliseconds: [], compared: [], comparable: 0 };
      const endpoint = { outcome: 'NotServing', reason: step.reason } as const;
      return keepProbe({ ...headOf(input, { manifest, at }), endpoint, ...nothing }, deps.data);
    }
    case 'Send': {
      const measured = await unlessOvertaken(name, input, {
        deps,
        measure: () => measureContainer(input, { manifest, endpointName: name }, deps),
      });
      if (measured === undefined) return { status: 'Waiting', waitSeconds: LOOK_SECONDS, since, attempt };
      if ('uri' in measured) return measured;
      const endpoint = { outcome: 'InService' } as const;
      return keepProbe({ ...headOf(input, { manifest, at }), endpoint, ...measured }, deps.data);
    }
  }
}

/**
 * What was measured. Where the endpoint went away meanwhile: what another invocation of this state found before it removed the endpoint,
 * or undefined, so that the next look makes another.
 */
async function unlessOvertaken<Measured>(
  name: string,
  { model, run }: Input,
  { deps, measure }: { readonly deps: ProbeCandidateDeps; readonly measure: () => Promise<Measured> },
) {
  try {
    return await measure();
  } catch (error) {
    const other = await readProbe(dataKeys.probe(model, run), deps.data);
    if (other !== undefined) return other.finished;
    if ((await deps.probeEndpoints.describe(name))?.status === 'InService') throw error;
    return undefined;
  }
}

async function create(
  name: string,
  { model, run }: Input,
  { stage, catalog: models, probeEndpoints }: ProbeCandidateDeps,
): Promise<'created' | 'no-capacity'> {
  const { instance } = catalogEntry(models, model).manifest.release;
  const tags = { 'andon:model': model, 'andon:run': run };
  const created = await probeEndpoints.create({ name, modelName: candidateModelName(stage, run), instance, tags });
  if (created !== 'not-yet') return created;
  throw new StageError(
    'ServiceUnavailableError',
    `SageMaker does not find the config ${name}, which it has just made.`,
  );
}

function waitForCapacity(
  { since, attempt }: { since: string; attempt: number },
  reason: string,
  { training, release }: Manifest,
): Result {
  if (attempt < training.capacityAttempts)
    return { status: 'Waiting', waitSeconds: CAPACITY_SECONDS, since, attempt: attempt + 1 };
  throw new StageError(
    'CapacityExhaustedError',
    `SageMaker has no ${release.instance} to probe the candidate on: ${reason}. It was attempt ${attempt}; replay the run when there is capacity again.`,
  );
}

function headOf({ model, run, training }: Input, { manifest, at }: { manifest: Manifest; at: string }) {
  const { data, release } = manifest;
  const { artifactDigest } = training;
  const head = { version: 1, model, run, at, artifactDigest, instance: release.instance, label: data.label } as const;
  return head satisfies Partial<ProbeDocument>;
}

export const handler = lambdaHandler({
  name: 'ProbeCandidate',
  input: ProbeCandidateInput,
  output: Probe,
  run: probeCandidate,
  deps: (): ProbeCandidateDeps => {
    const env = readEnvironment({ STAGE: 'string', DATA_BUCKET: 'string' });
    return {
      stage: env.STAGE,
      catalog,
      data: s3ObjectStore(env.DATA_BUCKET),
      probeEndpoints: sageMakerProbeEndpoints(),
      inference: sageMakerInference(),
      stopwatch: () => performance.now(),
      now: () => new Date(),
    };
  },
});
