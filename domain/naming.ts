import { createHash } from 'node:crypto';

/**
 * Every name the product gives to something on AWS, derived and never invented twice.
 *
 * Limits: SageMaker jobs, endpoints, endpoint configs, models and model package groups take 63 characters of
 * `[a-zA-Z0-9](-*[a-zA-Z0-9])*`; Step Functions execution names take 80.
 */
export const SAGEMAKER_NAME_LIMIT = 63;

/** Characters of a business key's hash in a run's name: 48 bits, so that 10,000 runs of a model collide once in 5 million. */
const HASH_LENGTH = 12;

/** The longest thing appended to `<stage>-<model>`: a transform job's `-<hash>-<generation>-candidate-<n>`. */
export const LONGEST_SUFFIX = `-${'0'.repeat(HASH_LENGTH)}-99-candidate-99`;

/** SHA-256, hex. */
export function sha256(text: string | Uint8Array): string {
  return createHash('sha256').update(text).digest('hex');
}

/** Name of a run, release or rollback: `<model>-<hash(key)>-<generation>`, so that a redelivered event cannot start twice. */
export function executionName(model: string, key: string, generation: number): string {
  return `${model}-${sha256(key).slice(0, HASH_LENGTH)}-${generation}`;
}

/** Job n of a state: `<stage>-<run>-<n>`; a transform job says whom it scores: `<stage>-<run>-candidate-<n>`. */
export function jobName(
  stage: string,
  run: string,
  job: { attempt: number; role?: 'candidate' | 'champion' | 'anchor' },
): string {
  return [stage, run, job.role, job.attempt].filter((part) => part !== undefined).join('-');
}

/** The model's registry group, and its endpoint. */
export function modelPackageGroupName(stage: string, model: string): string {
  return `${stage}-${model}`;
}

export function endpointName(stage: string, model: string): string {
  return `${stage}-${model}`;
}

/** The SageMaker Model of a registered version, kept as long as the version may be rolled back to. */
export function versionModelName(stage: string, model: string, version: number): string {
  return `${stage}-${model}-v${version}`;
}

/** The epoch of the lease is in the name, since SageMaker itself checks no epoch. */
export function endpointConfigName(stage: string, model: string, target: { version: number; epoch: number }): string {
  return `${stage}-${model}-e${target.epoch}-v${target.version}`;
}

/** The epoch and version an endpoint config's name bears, or undefined for a foreign name. */
export function parseEndpointConfigName(name: string): { epoch: number; version: number } | undefined {
  const match = /-e(\d+)-v(\d+)$/.exec(name);
  return match === null ? undefined : { epoch: Number(match[1]), version: Number(match[2]) };
}

const PROBE_SUFFIX = '-probe';

/** The endpoint that a run's candidate is probed on, and its config: `<stage>-<run>-probe`. */
export function probeEndpointName(stage: string, run: string): string {
  return `${stage}-${run}${PROBE_SUFFIX}`;
}

/** The run whose candidate an endpoint of this name is probed on, or undefined for any other name. */
export function parseProbeEndpointName(stage: string, name: string): string | undefined {
  if (!name.startsWith(`${stage}-`) || !name.endsWith(PROBE_SUFFIX)) return undefined;
  const run = name.slice(stage.length + 1, -PROBE_SUFFIX.length);
  return new RegExp(`^.+-[0-9a-f]{${HASH_LENGTH}}-\\d+$`).test(run) ? run : undefined;
}

/** The SageMaker Model that a run's candidate is scored and probed with. */
export function candidateModelName(stage: string, run: string): string {
  return `${stage}-${run}`;
}

/** Alarm of one deployment: `<config>-kill-switch`, `-judge-alive`, `-backstop`. */
export function deploymentAlarmName(configName: string, alarm: 'kill-switch' | 'judge-alive' | 'backstop'): string {
  return `${configName}-${alarm}`;
}

/** The role a model's jobs run with: it reaches that model's prefixes only. */
export function trainingRoleName(stage: string, model: string): string {
  return `andon-${stage}-${model}-training`;
}
