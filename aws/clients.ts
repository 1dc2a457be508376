/** What every SDK client is made from. The region and the credentials come from the environment, as Lambda sets them. */
export interface ClientSettings {
  readonly endpoint?: string;
  readonly region?: string;
  readonly maxAttempts?: number;
  readonly requestHandler?: object;
  readonly credentials?: { readonly accessKeyId: string; readonly secretAccessKey: string };
}

/** Configuration common to all clients: adaptive enough for throttling, never slower than a Lambda's patience. */
export function clientConfiguration(settings: ClientSettings = {}) {
  const { endpoint = process.env.AWS_ENDPOINT_URL, region = process.env.AWS_REGION ?? 'us-east-1' } = settings;
  return {
    region,
    maxAttempts: settings.maxAttempts ?? 4,
    // Step Functions' synchronous calls would otherwise go to a host named sync-<endpoint>.
    disableHostPrefix: endpoint !== undefined,
    ...(endpoint === undefined ? {} : { endpoint, forcePathStyle: true }),
    ...(settings.requestHandler === undefined ? {} : { requestHandler: settings.requestHandler }),
    ...(settings.credentials === undefined ? {} : { credentials: settings.credentials }),
  };
}
