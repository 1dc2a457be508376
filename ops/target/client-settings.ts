import type { Target } from './target.ts';

/** What every SDK client of the command is made with. */
export interface ClientSettings {
  readonly region?: string;
  readonly profile?: string;
  readonly endpoint?: string;
  readonly forcePathStyle?: boolean;
  readonly disableHostPrefix?: boolean;
  readonly credentials?: { readonly accessKeyId: string; readonly secretAccessKey: string };
  readonly maxAttempts: number;
}

/** The embedded AWS takes any access key as the name of its user: this is who audit records name when nobody says more. */
const LOCAL_OPERATOR = { accessKeyId: 'operator', secretAccessKey: 'local' };

/** A profile's credentials and region are resolved by the SDK, as for any AWS tool. */
export function clientSettings(target: Target, env: NodeJS.ProcessEnv): ClientSettings {
  if (target.kind === 'account') {
    const { profile, region } = target;
    return { profile, maxAttempts: 4, ...(region === undefined ? {} : { region }) };
  }
  const { endpoint, region } = target;
  const own = !isLoopback(endpoint) || Boolean(env.AWS_ACCESS_KEY_ID);
  return {
    endpoint,
    region,
    forcePathStyle: true,
    // Some operations would otherwise go to a host named after them.
    disableHostPrefix: true,
    maxAttempts: 3,
    ...(own ? {} : { credentials: LOCAL_OPERATOR }),
  };
}

/** Whether an endpoint is this machine's, where dummy credentials can do no harm. */
export function isLoopback(endpoint: string): boolean {
  const host = URL.parse(endpoint)?.hostname ?? '';
  return host === 'localhost' || host === '[::1]' || /^127(\.\d+){3}$/.test(host);
}

/** Takes AWS_ENDPOINT_URL and its kin out of the environment: the SDK itself reads them, and an account that was named must not become another endpoint. */
export function forgetEndpoints(env: NodeJS.ProcessEnv): void {
  for (const name of Object.keys(env)) if (name.startsWith('AWS_ENDPOINT_URL')) delete env[name];
}
