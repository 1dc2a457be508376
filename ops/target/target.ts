import { OperatorError } from '../operator-error.ts';

/** Whose AWS the command talks to, and which stage of it. */
export type Target =
  | {
      readonly kind: 'endpoint';
      readonly endpoint: string;
      readonly found: 'local' | 'environment';
      readonly region: string;
      readonly stage: string;
    }
  | { readonly kind: 'account'; readonly profile: string; readonly region: string | undefined; readonly stage: string };

export interface TargetOptions {
  readonly local?: boolean | undefined;
  readonly profile?: string | undefined;
  readonly region?: string | undefined;
  readonly stage: string;
}

export interface TargetSources {
  readonly env: NodeJS.ProcessEnv;
  /** The endpoint of a live local AWS of this folder. */
  readonly findLocal: () => Promise<string | undefined>;
}

const startIt = 'Start a local AWS with: npm start';

/**
 * `--local` or `--profile`; else AWS_ENDPOINT_URL; else a live local AWS of this folder. A real account is never taken by accident: it must be named.
 * @throws OperatorError NO_TARGET, USAGE
 */
export async function resolveTarget(options: TargetOptions, { env, findLocal }: TargetSources): Promise<Target> {
  const { local = false, profile, stage } = options;
  const endpoint = { kind: 'endpoint', stage, region: options.region ?? env.AWS_REGION ?? 'us-east-1' } as const;
  if (local && profile !== undefined) {
    throw new OperatorError('USAGE', '--local and --profile name two targets. Give one of them.');
  }
  if (profile !== undefined) return { kind: 'account', profile, region: options.region, stage };
  if (!local && env.AWS_ENDPOINT_URL) {
    return { ...endpoint, endpoint: env.AWS_ENDPOINT_URL, found: 'environment' };
  }
  const found = await findLocal();
  if (found !== undefined) return { ...endpoint, endpoint: found, found: 'local' };
  throw new OperatorError(
    'NO_TARGET',
    local
      ? `No local AWS of this folder is running. ${startIt}`
      : `There is no target: no local AWS of this folder is running and none was named. ${startIt}, or name an account with: --profile <name>`,
  );
}

/** One line for the operator, before anything is done. */
export function describeTarget(target: Target): string {
  if (target.kind === 'account') {
    return `AWS account of profile ${target.profile}, ${target.region ?? "the profile's region"}, stage ${target.stage}`;
  }
  const how = target.found === 'local' ? 'local AWS' : 'AWS_ENDPOINT_URL';
  return `${how} ${target.endpoint}, ${target.region}, stage ${target.stage}`;
}
