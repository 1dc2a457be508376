import type { Endpoints } from '#aws/endpoints.ts';
import type { ListedVersion, ModelRegistry } from '#aws/model-registry.ts';
import type { Champion } from '#domain/ledger/champion.ts';
import { endpointName, parseEndpointConfigName } from '#domain/naming.ts';
import type { EndpointFacts } from '#domain/reconcile/plan-endpoint.ts';

export interface EndpointFactsDeps {
  readonly stage: string;
  readonly endpoints: Pick<Endpoints, 'describe'>;
  readonly registry: Pick<ModelRegistry, 'list'>;
}

/** Reads what serves, and what the registry says of it where that is not the champion. */
export async function readEndpointFacts(
  model: string,
  champion: Champion | undefined,
  { stage, endpoints, registry }: EndpointFactsDeps,
): Promise<Pick<EndpointFacts, 'endpoint' | 'champion' | 'serving'>> {
  const endpoint = await endpoints.describe(endpointName(stage, model));
  const known = endpoint === undefined || endpoint.configName === champion?.configName;
  const named = known ? undefined : parseEndpointConfigName(endpoint.configName);
  const serving = named === undefined ? undefined : await findVersion(model, named.version, registry);
  return { endpoint, champion, serving };
}

async function findVersion(
  model: string,
  number: number,
  registry: EndpointFactsDeps['registry'],
): Promise<ListedVersion | undefined> {
  for await (const version of registry.list(model)) if (version.number === number) return version;
  return undefined;
}
