import { notImplemented } from '../create-cloud.ts';
import { cborRpc } from './cbor-rpc.ts';
import { jsonRpc } from './json-rpc.ts';
import type { Protocol, Target, WireRequest } from './message.ts';
import { query, queryParameters } from './query.ts';
import { restJson } from './rest-json.ts';
import { route } from './rest-routes.ts';
import { restXml } from './rest-xml.ts';
import { loadServiceModel } from './service-model.ts';
import { SERVICE_TABLE, type ServiceEntry } from './service-table.ts';

/** What a request means. `target` is missing when the service or the operation is none this program knows. */
export interface Recognised {
  readonly protocol: Protocol;
  /** Access key id of the signature, or `anonymous`. */
  readonly caller: string;
  readonly target?: Target;
  /** Says what was asked for when there is no target. */
  readonly refusal?: Error;
}

interface Meaning {
  readonly entry: ServiceEntry | undefined;
  readonly protocol: Protocol;
  /** Service and operation by the names the request uses. */
  readonly service: string;
  readonly operation: string;
}

const json10 = jsonRpc('1.0');
const json11 = jsonRpc('1.1');
const CBOR_PATH = /^\/service\/([^/]+)\/operation\/([^/]+)$/;

/** Finds service, operation and protocol of a request from what AWS's clients send; signatures are read, not checked. */
export async function recognise(request: WireRequest): Promise<Recognised> {
  const scope = credentialScope(request);
  const { caller } = scope;
  const meaning = rpcMeaning(request, scope.service);
  if (meaning === undefined) return { ...(await recogniseRest(request, scope.service)), caller };
  const { entry, protocol, service, operation: name } = meaning;
  const model = entry && (await loadServiceModel(entry));
  const operation = model?.operations.get(name);
  if (model && operation) return { protocol, caller, target: { model, operation, protocol } };
  return { protocol, caller, refusal: notImplemented(entry?.id ?? service, name) };
}

/** The meaning of a request that names its operation; undefined when it is a REST request. */
function rpcMeaning(request: WireRequest, scope: string | undefined): Meaning | undefined {
  const { headers } = request;
  const target = headers['x-amz-target'];
  if (typeof target === 'string') {
    const [service = '', operation = ''] = target.split('.');
    const protocol = headers['content-type']?.includes('json-1.0') ? json10 : json11;
    return { entry: SERVICE_TABLE.find((known) => known.target === service), protocol, service, operation };
  }
  const cbor = headers['smithy-protocol'] === 'rpc-v2-cbor' ? CBOR_PATH.exec(request.path) : null;
  if (cbor) {
    const [, service = '', operation = ''] = cbor;
    return { entry: SERVICE_TABLE.find((known) => known.target === service), protocol: cborRpc, service, operation };
  }
  if (!isForm(request)) return undefined;
  const form = queryParameters(request);
  const version = form.get('Version');
  const entry = SERVICE_TABLE.find((known) =>
    scope ? known.signingName === scope && known.queryVersion : known.queryVersion === version,
  );
  return { entry, protocol: query, service: scope ?? 'unknown', operation: form.get('Action') ?? 'an unnamed action' };
}

function isForm(request: WireRequest): boolean {
  if (request.method === 'GET') return request.query.has('Action') && request.query.has('Version');
  return request.headers['content-type']?.startsWith('application/x-www-form-urlencoded') ?? false;
}

async function recogniseRest(request: WireRequest, scope: string | undefined): Promise<Omit<Recognised, 'caller'>> {
  const entry = scope ? SERVICE_TABLE.find((known) => known.rest && known.signingName === scope) : unsigned(request);
  const model = entry && (await loadServiceModel(entry));
  const found = model && route(model, request);
  const speak = entry?.rest === 'xml' ? restXml : restJson;
  if (model === undefined || found === undefined) {
    const search = request.query.size > 0 ? `?${[...request.query.keys()].join('&')}` : '';
    const asked = `${request.method} ${request.path}${search}`;
    return { protocol: speak({ labels: {} }), refusal: notImplemented(entry?.id ?? scope ?? 'unknown', asked) };
  }
  const protocol = speak(found);
  return { protocol, target: { model, operation: found.operation, protocol } };
}

/** An unsigned REST request says its service only by its path. */
function unsigned(request: WireRequest): ServiceEntry | undefined {
  if (/^\/\d{4}-\d\d-\d\d\//.test(request.path)) return SERVICE_TABLE.find(({ id }) => id === 'lambda');
  if (/^\/endpoints\/[^/]+\/(async-)?invocations/.test(request.path)) {
    return SERVICE_TABLE.find(({ id }) => id === 'sagemaker-runtime');
  }
  return SERVICE_TABLE.find(({ id }) => id === 's3');
}

/** `Credential=key/date/region/service/aws4_request`, in the header or in a presigned address. */
function credentialScope({ headers, query: search }: WireRequest): { caller: string; service: string | undefined } {
  const credential = /Credential=([^,\s]+)/.exec(headers.authorization ?? '')?.[1] ?? search.get('X-Amz-Credential');
  const [caller = search.get('AWSAccessKeyId') ?? 'anonymous', , , service] = credential?.split('/') ?? [];
  return { caller, service };
}
