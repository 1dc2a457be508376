import type { EndpointState } from '#domain/release-plan/endpoint-state.ts';
import type { Routing } from '#domain/release-plan/routing.ts';

/** What a version is served by. */
export interface ServingConfig {
  readonly name: string;
  readonly modelName: string;
  readonly instance: string;
  readonly instances: number;
  readonly metricsEverySeconds: number;
  readonly tags: Readonly<Record<string, string>>;
  /** So many percent of requests and answers are written there: s3://bucket/prefix, without a slash at its end. */
  readonly capture?: { readonly percent: number; readonly uri: string } | undefined;
}

export interface EndpointUpdate {
  readonly endpointName: string;
  readonly configName: string;
  readonly routing: Routing;
  /** Names of the alarms that make SageMaker go back. */
  readonly alarms: readonly string[];
}

/** SageMaker accepts one change of an endpoint at a time. */
export type EndpointChange = 'started' | 'busy';

/** Models, endpoint configs and endpoints. */
export interface Endpoints {
  /** Undefined when there is no such endpoint. */
  describe(endpointName: string): Promise<EndpointState | undefined>;
  /** Makes the SageMaker Model of a registered version unless it exists. */
  ensureVersionModel(model: { name: string; versionArn: string; roleArn: string }): Promise<void>;
  modelExists(name: string): Promise<boolean>;
  /** Makes an endpoint config unless it exists: names bear the epoch, so a name is never used for anything else. */
  ensureConfig(config: ServingConfig): Promise<void>;
  /** How often a config's endpoint publishes its metrics; a minute where it does not say, or is gone. */
  metricsEverySeconds(configName: string): Promise<number>;
  deleteConfig(name: string): Promise<void>;
  create(endpointName: string, configName: string): Promise<EndpointChange>;
  update(update: EndpointUpdate): Promise<EndpointChange>;
  delete(endpointName: string): Promise<EndpointChange>;
}
